"""Our Word engine beside docxtpl, feature by feature."""
