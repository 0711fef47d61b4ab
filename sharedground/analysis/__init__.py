"""Questions asked of a place's data: need, access, gaps. Pure functions on arrays and tables."""
