"""What pages tell, read from the database and put into words. Nothing here is changed, refused or drawn."""
