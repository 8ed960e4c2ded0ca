"""The maker of ledgers/hongjiang-2023: invented villages of real size."""
