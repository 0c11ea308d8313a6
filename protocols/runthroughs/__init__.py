"""Walking through visits: steps, annotations, and what a site says."""
