"""A story in one web page that opens without a server, and the maps that such pages share."""
