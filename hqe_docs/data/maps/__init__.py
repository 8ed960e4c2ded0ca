"""Maps: which figures they show (programmes/地图.yaml), counted by area, what a public version hides, boundaries."""
