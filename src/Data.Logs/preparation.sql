-- From the events of a log to the lines of a data set: joins, groups and windows, in words that DuckDB and Spark SQL share.
--
-- Given are
--   events    line, user_id, session_id, item_id, event_time: an event a row. line is the order of the log, event_time is
--             microseconds since 1970; a log without users or without sessions has '' there.
--   settings  one row: longest_pause, resolution and test_micros in microseconds, test_millionths, valid, merge_repeats,
--             min_length, max_length, min_support.
-- Made is
--   lines     part (0 train, 1 valid, 2 test), line, place, number: item `number` is at `place` of a part's line `line`.
--
-- The parts between the marks are run in this order, of "split by time" and "split by last" the one that is asked for, and
-- "filter" again and again until it takes nothing away.

-- == cut

-- An owner is a user, or a session of a user where the log knows sessions.
CREATE TABLE owners AS
SELECT user_id, session_id,
       ROW_NUMBER() OVER (ORDER BY first_line) AS owner,
       MIN(first_line) OVER (PARTITION BY user_id) AS first_of_user
FROM (SELECT user_id, session_id, MIN(line) AS first_line FROM events GROUP BY user_id, session_id) AS met;

CREATE TABLE seen AS
SELECT item_id, ROW_NUMBER() OVER (ORDER BY item_id) AS item
FROM (SELECT DISTINCT item_id FROM events) AS met;

-- A sequence ends where the next event is more than the longest pause away. Its number is its owner's and a count, its places
-- are consecutive; an item right after itself is passed over where repeats are merged.
CREATE TABLE cut AS
SELECT owner, owner * 4294967296 + starts AS sequence, place, item, event_time
FROM (
    SELECT owner, item, event_time, fresh,
           COUNT(start) OVER (PARTITION BY owner ORDER BY event_time, line
                              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS starts,
           COUNT(fresh) OVER (PARTITION BY owner ORDER BY event_time, line
                              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS place
    FROM (
        SELECT owner, item, event_time, line,
               CASE WHEN time_before IS NULL OR event_time - time_before > longest_pause THEN 1 END AS start,
               CASE WHEN time_before IS NULL OR event_time - time_before > longest_pause
                      OR item <> item_before OR merge_repeats = 0 THEN 1 END AS fresh
        FROM (
            SELECT o.owner, s.item, e.event_time, e.line,
                   LAG(e.event_time) OVER (PARTITION BY o.owner ORDER BY e.event_time, e.line) AS time_before,
                   LAG(s.item) OVER (PARTITION BY o.owner ORDER BY e.event_time, e.line) AS item_before
            FROM events AS e
            JOIN owners AS o ON e.user_id = o.user_id AND e.session_id = o.session_id
            JOIN seen AS s ON e.item_id = s.item_id
        ) AS neighbors
        CROSS JOIN settings
    ) AS marked
) AS counted
WHERE fresh = 1;

CREATE TABLE sequences AS
SELECT sequence, MIN(owner) AS owner, MIN(event_time) AS first_time, MAX(event_time) AS last_time,
       COUNT(*) AS length, MAX(place) AS last_place
FROM cut
GROUP BY sequence;

-- == split by time

-- Train ends before valid_start, valid is from there and ends before test_start, test is from there. Without valid the two are
-- one. They lie days before the end of the log, or right after the last sequence that is not among the share asked for.
CREATE TABLE bounds AS
SELECT CASE WHEN test_millionths > 0 THEN valid_start ELSE log_end - (1 + valid) * test_micros END AS valid_start,
       CASE WHEN test_millionths > 0 THEN test_start ELSE log_end - test_micros END AS test_start
FROM settings
CROSS JOIN (
    SELECT MAX(last_time) - MOD(MAX(last_time), MAX(resolution)) + MAX(resolution) AS log_end
    FROM sequences
    CROSS JOIN settings
) AS whole
CROSS JOIN (
    SELECT COALESCE(MAX(CASE WHEN from_end * 1000000 > total * test_millionths * (1 + valid) THEN last_time END) + 1, 0)
               AS valid_start,
           COALESCE(MAX(CASE WHEN from_end * 1000000 > total * test_millionths THEN last_time END) + 1, 0) AS test_start
    FROM (
        SELECT last_time, ROW_NUMBER() OVER (ORDER BY last_time DESC, sequence DESC) AS from_end, COUNT(*) OVER () AS total
        FROM sequences
    ) AS ranked
    CROSS JOIN settings
) AS shares;

-- Part 3 lies across a bound and is left out, so that no event of a later part is older than one of an earlier part.
CREATE TABLE parts AS
SELECT sequence, last_time, length, last_place,
       CASE WHEN last_time < valid_start THEN 0
            WHEN first_time >= test_start THEN 2
            WHEN first_time >= valid_start AND last_time < test_start THEN 1
            ELSE 3 END AS part
FROM sequences
CROSS JOIN bounds;

-- == split by last

-- Of a user's sequences that are long enough, the last is test and, where asked for, the one before it valid; a user always
-- keeps one for train.
CREATE TABLE parts AS
SELECT sequence, last_time, length, last_place,
       CASE WHEN long_enough = 0 OR total = 1 THEN 0
            WHEN from_end = 1 THEN 2
            WHEN from_end = 2 AND valid = 1 AND total > 2 THEN 1
            ELSE 0 END AS part
FROM (
    SELECT sequence, last_time, length, last_place, long_enough, valid,
           ROW_NUMBER() OVER (PARTITION BY first_of_user, long_enough ORDER BY last_time DESC, sequence DESC) AS from_end,
           COUNT(*) OVER (PARTITION BY first_of_user, long_enough) AS total
    FROM (
        SELECT s.sequence, s.last_time, s.length, s.last_place, o.first_of_user, t.valid,
               CASE WHEN s.length >= t.min_length THEN 1 ELSE 0 END AS long_enough
        FROM sequences AS s
        JOIN owners AS o ON s.owner = o.owner
        CROSS JOIN settings AS t
    ) AS measured
) AS ranked;

-- == select

-- Train sequences of enough events, of which the last max_length count. What the filter below leaves of them is kept.
CREATE TABLE kept AS
SELECT c.sequence, c.place, c.item
FROM cut AS c
JOIN parts AS p ON c.sequence = p.sequence
CROSS JOIN settings AS t
WHERE p.part = 0 AND p.length >= t.min_length AND c.place > p.last_place - t.max_length;

CREATE TABLE later AS
SELECT p.part, c.sequence, c.place, c.item
FROM cut AS c
JOIN parts AS p ON c.sequence = p.sequence
CROSS JOIN settings AS t
WHERE p.part IN (1, 2) AND c.place > p.last_place - t.max_length;

-- == filter

-- Items of too little support go, and sequences that they leave too short.
DROP TABLE IF EXISTS rare;

CREATE TABLE rare AS
SELECT item, support
FROM (SELECT item, COUNT(*) AS support FROM kept GROUP BY item) AS counted
CROSS JOIN settings
WHERE support < min_support;

DROP TABLE IF EXISTS shortened;

CREATE TABLE shortened AS
SELECT sequence
FROM (
    SELECT k.sequence, COUNT(*) - COUNT(r.item) AS length
    FROM kept AS k
    JOIN (SELECT DISTINCT k.sequence FROM kept AS k JOIN rare AS r ON k.item = r.item) AS losing ON k.sequence = losing.sequence
    LEFT JOIN rare AS r ON k.item = r.item
    GROUP BY k.sequence
) AS measured
CROSS JOIN settings
WHERE length < min_length;

CREATE TABLE remaining AS
SELECT k.sequence, k.place, k.item
FROM kept AS k
LEFT JOIN rare AS r ON k.item = r.item
LEFT JOIN shortened AS s ON k.sequence = s.sequence
WHERE r.item IS NULL AND s.sequence IS NULL;

DROP TABLE kept;

ALTER TABLE remaining RENAME TO kept;

-- == number

-- Items are numbered in the order of their ids: as whole numbers where all ids are such, written as numbers are, else as texts.
CREATE TABLE catalog_items AS
SELECT item, item_id, ROW_NUMBER() OVER (ORDER BY CASE WHEN texts = 0 THEN as_number ELSE 0 END, item_id) AS number
FROM (
    SELECT s.item, s.item_id, TRY_CAST(s.item_id AS BIGINT) AS as_number,
           COUNT(CASE WHEN CAST(TRY_CAST(s.item_id AS BIGINT) AS STRING) = s.item_id THEN NULL ELSE 1 END) OVER () AS texts
    FROM seen AS s
    JOIN (SELECT DISTINCT item FROM kept) AS k ON s.item = k.item
) AS checked;

-- Of the later parts the events of items with a number, then sequences that are long enough.
CREATE TABLE known AS
SELECT l.part, l.sequence, l.place, l.item
FROM later AS l
JOIN catalog_items AS i ON l.item = i.item;

-- Lines stand in the order of the sequences' last events.
CREATE TABLE numbered AS
SELECT sequence, part, ROW_NUMBER() OVER (PARTITION BY part ORDER BY last_time, sequence) AS line
FROM (
    SELECT p.sequence, p.part, p.last_time
    FROM parts AS p
    JOIN (
        SELECT DISTINCT sequence FROM kept
        UNION ALL
        SELECT sequence
        FROM (SELECT sequence, COUNT(*) AS length FROM known GROUP BY sequence) AS measured
        CROSS JOIN settings
        WHERE length >= min_length
    ) AS whole ON p.sequence = whole.sequence
) AS chosen;

CREATE VIEW lines AS
SELECT n.part, n.line, e.place, i.number
FROM (
    SELECT sequence, place, item FROM kept
    UNION ALL
    SELECT sequence, place, item FROM known
) AS e
JOIN numbered AS n ON e.sequence = n.sequence
JOIN catalog_items AS i ON e.item = i.item;
