"""Official layout: profiles, named styles and the elements of GB/T 9704 composed into Word documents."""
