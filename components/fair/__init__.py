"""The page Who is reached?: by tenth of the people, as a curve, by partner, and in clusters."""
