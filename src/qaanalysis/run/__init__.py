"""Execute notebooks, render and publish them. What they show is made elsewhere."""
