"""How the fictional town of Larrowby is made up: ground, people, places, files."""
