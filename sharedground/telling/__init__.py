"""What a partnership tells at its meeting: steps made of its data, in an order of its own."""
