"""Maps on paper and as a page: areas with layers of numbers, places of service; what they mean is not known here."""
