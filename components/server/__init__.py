"""What the server does besides the pages: routes, headers, tokens, and starting up."""
