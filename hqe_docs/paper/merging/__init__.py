"""What a person changed in a built file, held against a newer one and put into it place by place."""
