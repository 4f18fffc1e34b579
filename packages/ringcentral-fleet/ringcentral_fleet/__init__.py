"""Many RingCentral accounts into one data lake."""
