DROP TABLE breach_people;
DROP TABLE breach_notices;
DROP TABLE breach_groups;
DROP TABLE breach_measures;
DROP TABLE breaches;
