"""What things are: places, areas, partners, assets, visions. Values only; no reading or keeping."""
