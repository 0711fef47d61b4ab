"""One HTML file that opens anywhere: no internet, no server, nothing to install."""
