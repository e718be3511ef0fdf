-- The results of batches. The key makes a second attempt the same as the first.
CREATE TABLE IF NOT EXISTS alianza_results (
    batch   text    NOT NULL,
    partner integer NOT NULL,
    events  integer NOT NULL,
    refused integer NOT NULL,
    lines   bytea   NOT NULL,
    totals  text    NOT NULL,
    PRIMARY KEY (batch, partner)
);
