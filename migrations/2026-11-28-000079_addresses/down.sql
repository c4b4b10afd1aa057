DROP TABLE address_changes;
DROP TABLE registrations;
