"""What pages say of procurements, read out of the models as plain rows and words."""
