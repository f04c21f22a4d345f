// What scrolls sideways can be scrolled with the keyboard, and has a name to be announced by.
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
    reachable();
  });
  addEventListener("load", reachable);
  addEventListener("resize", reachable);
})();
