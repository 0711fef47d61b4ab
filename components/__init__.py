"""What is on screen: the pieces that pages are made of, and the server round them."""
