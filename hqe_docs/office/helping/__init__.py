"""政策找人 and 帮扶预警: dossiers' ledgers judged, lists and papers written."""
