-- The cache: what registries said. No keys or indexes (DuckDB 1.5.5 can lose rows behind an index after a kill);
-- uniqueness is kept by the apply step and checked by digest.

CREATE TABLE source (
    id VARCHAR,             -- stable name of this source in the cache
    kind VARCHAR,           -- 'service' | 'skde'
    address VARCHAR,        -- where it was fetched from
    title VARCHAR,
    added_at TIMESTAMP
);

CREATE TABLE registry (     -- one row per registry and source
    registry VARCHAR,
    source VARCHAR,
    definition_version VARCHAR,
    announcements JSON,     -- [{id, date, text: {language: text}}]
    deadlines JSON          -- [{id, date, text: {language: text}}]
);

CREATE TABLE definition (   -- at most the last two versions per registry
    registry VARCHAR,
    version VARCHAR,
    body JSON,
    applied_at TIMESTAMP
);

CREATE TABLE subscription ( -- a unit the person may see in a registry, with what they may do there
    registry VARCHAR,
    unit VARCHAR,
    roles VARCHAR[],
    epoch VARCHAR,
    cursor VARCHAR,         -- moves when every feed of a manifest is in
    server_time TIMESTAMP,  -- of the last manifest that is in entirely: the age of the data
    lease_until TIMESTAMP,
    synchronised_at TIMESTAMP
);

CREATE TABLE feed (         -- how far each feed has come; moves in the same transaction as its rows
    registry VARCHAR,
    unit VARCHAR,
    name VARCHAR,
    epoch VARCHAR,
    cursor VARCHAR,
    "rows" BIGINT,
    digest VARCHAR,
    parts JSON              -- of full feeds: [{sha256, scope}] that are in
);

-- Counting rules 2 (results/counting.py). A cache whose scripts read otherwise is made anew, so whoever changes how
-- cases are counted raises this number, and no cache keeps counts of both kinds.
CREATE TABLE monthly_results (
    registry VARCHAR,
    indicator VARCHAR,
    subgroup VARCHAR,       -- 'all' or a subgroup's id
    unit VARCHAR,
    own BOOLEAN,            -- counted here from the unit's own records; otherwise published by the registry
    month DATE,             -- first day of the month, or of the year where the registry publishes years only
    numerator BIGINT,
    denominator BIGINT,
    total DECIMAL(38, 4),   -- sum of the measure
    squares DECIMAL(38, 8), -- sum of its squares
    published DOUBLE,       -- a value published without its numerator
    withheld BOOLEAN,       -- the registry has a value and does not show it
    provisional BOOLEAN
);

CREATE TABLE monthly_values ( -- exact counts per distinct value: of medians and means, for quartiles and distributions;
                              -- of "between" (own only, never published) the days of the cases
    registry VARCHAR,
    indicator VARCHAR,
    subgroup VARCHAR,
    unit VARCHAR,
    own BOOLEAN,
    month DATE,
    measure DECIMAL(18, 4), -- the value; of "between" the day of the month of a case, and a half more for an event
    n BIGINT
);

CREATE TABLE coverage (
    registry VARCHAR,
    unit VARCHAR,
    indicator VARCHAR,      -- '' where it holds for the whole registry
    year INTEGER,
    registry_only BIGINT,
    both_sources BIGINT,
    reference_only BIGINT,
    share DOUBLE,           -- where only the share is published
    source VARCHAR,
    method VARCHAR
);

CREATE TABLE query (        -- questions about records, as the registry has them
    registry VARCHAR,
    unit VARCHAR,
    id VARCHAR,
    sequence BIGINT,        -- of its last change
    record_id VARCHAR,
    form VARCHAR,
    variable VARCHAR,
    rule VARCHAR,
    severity VARCHAR,
    state VARCHAR,
    opened_at TIMESTAMP,
    due DATE,
    messages JSON           -- [{author, at, text}]
);

CREATE TABLE answer (       -- results of corrections, as the registry sends them back
    registry VARCHAR,
    unit VARCHAR,
    op_id VARCHAR,
    sequence BIGINT,
    status VARCHAR,
    detail JSON,
    answered_at TIMESTAMP
);

CREATE TABLE refusal (      -- rules and indicators of the definition in use that cannot be computed, and why
    registry VARCHAR,
    kind VARCHAR,           -- 'rule' | 'indicator' | 'subgroup'
    id VARCHAR,
    reason VARCHAR
);

CREATE TABLE sync_run (
    id VARCHAR,
    source VARCHAR,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    state VARCHAR,          -- 'running' | 'done' | 'failed' | 'cancelled'
    problem VARCHAR,        -- the error's code, never its text
    counts JSON
);
