-- From the events of a log to the lines of a data set: joins, groups and windows, in words that DuckDB and Spark SQL share.
--
-- Given are
--   events    line BIGINT, user_id STRING, session_id STRING, item_id STRING, event_time BIGINT: an event a row, nothing NULL.
--             line is the order of the log, another number for every event. event_time is microseconds since 1970. A log without
--             users or without sessions has '' there.
--   settings  one row of BIGINT: longest_pause and test_micros in microseconds, test_millionths, whole_days, valid,
--             cuts_sessions, merge_repeats, min_length, max_length, min_support, min_prefix.
-- Made are
--   lines     part INT (0 train, 1 valid, 2 test), line, place, number BIGINT: item `number` is in a part's line `line`, behind
--             those of lower places. Lines count from 1.
--   items     number BIGINT, item_id STRING: the items 1 .. V.
--   totals    part INT, sequences, events BIGINT: how many lines a part has, and items in them.
--
-- The parts between the marks are run in this order, of "split by time" and "split by last" the one that is asked for, and
-- "filter" again and again until it takes nothing away.
--
-- What numbers all owners or all sequences counts stretches of them first. No window goes through all of them in one place.

-- == cut

-- An owner is a user, or a session of a user where the log knows sessions. Owners are numbered in the order of their first rows.
CREATE TABLE owners AS
WITH met AS (
    SELECT user_id, session_id, first_line, first_line - MOD(first_line, 1048576) AS stretch
    FROM (SELECT user_id, session_id, MIN(line) AS first_line FROM events GROUP BY user_id, session_id) AS grouped
), stretches AS (
    SELECT stretch, CAST(SUM(owners) OVER (ORDER BY stretch ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) - owners
                        AS earlier
    FROM (SELECT stretch, COUNT(*) AS owners FROM met GROUP BY stretch) AS counted
)
SELECT m.user_id, m.session_id, s.earlier + ROW_NUMBER() OVER (PARTITION BY m.stretch ORDER BY m.first_line) AS owner
FROM met AS m
JOIN stretches AS s ON m.stretch = s.stretch;

CREATE TABLE seen AS
SELECT item_id, CAST(ROW_NUMBER() OVER (ORDER BY item_id) AS BIGINT) AS item
FROM (SELECT DISTINCT item_id FROM events) AS met;

-- A sequence ends where the next event is more than the longest pause away, a session only if that is asked for. Its number is
-- its owner's and a count, its places are consecutive; an item right after itself is passed over where repeats are merged.
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
               CASE WHEN time_before IS NULL OR event_time - time_before > pause THEN 1 END AS start,
               CASE WHEN time_before IS NULL OR event_time - time_before > pause
                      OR item <> item_before OR merge_repeats = 0 THEN 1 END AS fresh
        FROM (
            SELECT o.owner, s.item, e.event_time, e.line,
                   LAG(e.event_time) OVER (PARTITION BY o.owner ORDER BY e.event_time, e.line) AS time_before,
                   LAG(s.item) OVER (PARTITION BY o.owner ORDER BY e.event_time, e.line) AS item_before
            FROM events AS e
            JOIN owners AS o ON e.user_id = o.user_id AND e.session_id = o.session_id
            JOIN seen AS s ON e.item_id = s.item_id
        ) AS neighbors
        CROSS JOIN (
            SELECT MAX(merge_repeats) AS merge_repeats,
                   MAX(CASE WHEN session_id = '' OR cuts_sessions = 1 THEN longest_pause ELSE 9223372036854775807 END) AS pause
            FROM owners
            CROSS JOIN settings
        ) AS rules
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
WITH ended AS (
    SELECT last_time, last_time - MOD(last_time, 3600000000) AS stretch FROM sequences
), stretches AS (
    SELECT stretch, total,
           CAST(SUM(sequences) OVER (ORDER BY stretch DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) - sequences
               AS later
    FROM (SELECT stretch, COUNT(*) AS sequences FROM ended GROUP BY stretch) AS counted
    CROSS JOIN (SELECT COUNT(*) AS total FROM ended) AS whole
), ranked AS (
    SELECT e.last_time, s.total, s.later + ROW_NUMBER() OVER (PARTITION BY e.stretch ORDER BY e.last_time DESC) AS from_end
    FROM ended AS e
    JOIN stretches AS s ON e.stretch = s.stretch
), shares AS (
    SELECT COALESCE(MAX(CASE WHEN from_end * 1000000 > total * test_millionths * (1 + valid) THEN last_time END) + 1, 0)
               AS valid_from,
           COALESCE(MAX(CASE WHEN from_end * 1000000 > total * test_millionths THEN last_time END) + 1, 0) AS test_from
    FROM ranked
    CROSS JOIN settings
), days AS (
    SELECT MAX(CASE WHEN MOD(event_time, 86400000000) = 0 THEN 0 ELSE 1 END) AS has_times FROM events
), log AS (
    SELECT last_end - MOD(last_end, resolution) + resolution AS log_end
    FROM (
        SELECT MAX(last_time) AS last_end,
               MAX(CASE WHEN whole_days = 1 OR has_times = 0 THEN 86400000000 ELSE 1 END) AS resolution
        FROM sequences
        CROSS JOIN days
        CROSS JOIN settings
    ) AS measured
)
SELECT CASE WHEN test_millionths > 0 THEN valid_from ELSE log_end - (1 + valid) * test_micros END AS valid_start,
       CASE WHEN test_millionths > 0 THEN test_from ELSE log_end - test_micros END AS test_start
FROM settings
CROSS JOIN shares
CROSS JOIN log;

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
           ROW_NUMBER() OVER (PARTITION BY of_user, long_enough ORDER BY last_time DESC, sequence DESC) AS from_end,
           COUNT(*) OVER (PARTITION BY of_user, long_enough) AS total
    FROM (
        SELECT s.sequence, s.last_time, s.length, s.last_place, u.of_user, t.valid,
               CASE WHEN s.length >= t.min_length THEN 1 ELSE 0 END AS long_enough
        FROM sequences AS s
        JOIN owners AS o ON s.owner = o.owner
        JOIN (SELECT user_id, MIN(owner) AS of_user FROM owners GROUP BY user_id) AS u ON o.user_id = u.user_id
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
SELECT item, item_id,
       CAST(ROW_NUMBER() OVER (ORDER BY CASE WHEN texts = 0 THEN as_number ELSE 0 END, item_id) AS BIGINT) AS number
FROM (
    SELECT s.item, s.item_id, TRY_CAST(s.item_id AS BIGINT) AS as_number,
           COUNT(CASE WHEN CAST(TRY_CAST(s.item_id AS BIGINT) AS STRING) = s.item_id THEN NULL ELSE 1 END) OVER () AS texts
    FROM seen AS s
    JOIN (SELECT DISTINCT item FROM kept) AS k ON s.item = k.item
) AS checked;

CREATE VIEW items AS
SELECT number, item_id FROM catalog_items;

-- Of the later parts the events of items with a number, then sequences that are long enough.
CREATE TABLE known AS
SELECT l.part, l.sequence, l.place, l.item
FROM later AS l
JOIN catalog_items AS i ON l.item = i.item;

-- Lines stand in the order of the sequences' last events.
CREATE TABLE numbered AS
WITH chosen AS (
    SELECT p.sequence, p.part, w.length, p.last_time, p.last_time - MOD(p.last_time, 3600000000) AS stretch
    FROM parts AS p
    JOIN (
        SELECT sequence, COUNT(*) AS length FROM kept GROUP BY sequence
        UNION ALL
        SELECT sequence, length
        FROM (SELECT sequence, COUNT(*) AS length FROM known GROUP BY sequence) AS measured
        CROSS JOIN settings
        WHERE length >= min_length
    ) AS w ON p.sequence = w.sequence
), stretches AS (
    SELECT part, stretch,
           CAST(SUM(sequences) OVER (PARTITION BY part ORDER BY stretch
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) - sequences AS earlier
    FROM (SELECT part, stretch, COUNT(*) AS sequences FROM chosen GROUP BY part, stretch) AS counted
)
SELECT c.sequence, c.part, c.length,
       s.earlier + ROW_NUMBER() OVER (PARTITION BY c.part, c.stretch ORDER BY c.last_time, c.sequence) AS line
FROM chosen AS c
JOIN stretches AS s ON c.part = s.part AND c.stretch = s.stretch;

CREATE VIEW totals AS
SELECT part, COUNT(*) AS sequences, CAST(SUM(length) AS BIGINT) AS events FROM numbered GROUP BY part;

CREATE VIEW lines AS
SELECT n.part, n.line, e.place, i.number
FROM (
    SELECT sequence, place, item FROM kept
    UNION ALL
    SELECT sequence, place, item FROM known
) AS e
JOIN numbered AS n ON e.sequence = n.sequence
JOIN catalog_items AS i ON e.item = i.item;
