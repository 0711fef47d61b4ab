"""What things are: places, areas, partners, assets, visions. Values only; nothing is read or kept."""
