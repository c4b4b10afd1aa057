DROP TABLE measurement_days;
