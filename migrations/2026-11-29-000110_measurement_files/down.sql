DROP TABLE measurement_files;
