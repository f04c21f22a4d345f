// What scrolls sideways is reached by the keyboard; the page's regions and headings say what they are.
(() => {
  const reachable = () => {
    for (const box of document.querySelectorAll("article pre, .table-wrapper")) {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("DOMContentLoaded", () => {
    document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "All pages");
    document.querySelector(".toc-drawer")?.setAttribute("aria-label", "On this page");
    for (const caption of document.querySelectorAll(".caption[role=heading]"))
      caption.setAttribute("aria-level", "2");
    if (!document.querySelector("h1")) {
      // The theme's page of search results has none.
      const heading = document.createElement("h1");
      heading.textContent = "Search";
      document.querySelector("article").prepend(heading);
    }
    reachable();
  });
  addEventListener("load", reachable);
  addEventListener("resize", reachable);
})();
