// Parses with a grammar of Spark SQL what odrec prints for Spark and what the sample script has Spark do:
//   node check.mjs CALLS TEXT...
// CALLS is what the stub of PySpark says of a run with the first TEXT.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { register } from 'node:module';

// The package's own imports leave the ends of names out, which bundlers take and Node.js does not.
register('data:text/javascript,' + encodeURIComponent(`
  export async function resolve(name, context, next) {
    for (const end of name.startsWith('.') ? ['', '.js', '/index.js'] : ['']) {
      try { return await next(name + end, context); } catch (error) { if (end === '/index.js' || !name.startsWith('.')) throw error; }
    }
  }`));
const { SparkSQL } = await import('dt-sql-parser');

const parser = new SparkSQL();
const problems = statement => parser.validate(statement.trim() + ';').map(one => `${one.startLine}: ${one.message}`);
const statementsOf = text => text.split(';\n').filter(one => one.trim());
const [callsFile, ...files] = process.argv.slice(2);

// The grammar tells the dialects apart: each of these is DuckDB's alone.
for (const other of [
  'SELECT a // b FROM t', 'SELECT a::BIGINT FROM t', 'SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1',
  'SELECT list(a ORDER BY b) FROM t', 'CREATE TABLE t AS FROM s', 'SELECT [1, 2]',
]) assert.notEqual(problems(other).length, 0, `The grammar takes ${other}`);

let count = 0;
for (const file of files) {
  for (const statement of statementsOf(readFileSync(file, 'utf8'))) {
    assert.deepEqual(problems(statement), [], `${file}: ${statement}`);
    count++;
  }
}

// The sample runs what is printed, "filter" until nothing goes, and writes four tables.
const calls = readFileSync(callsFile, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const of = kind => calls.filter(call => call[0] === kind).map(call => call.slice(1));
const parts = readFileSync(files[0], 'utf8').split('\n-- == ').slice(1);
const rounds = of('count').length / 2;
assert.equal(rounds, 3);
const expected = parts.flatMap(part => {
  const [name, ...body] = part.split('\n');
  return Array(name === 'filter' ? rounds : 1).fill(statementsOf(body.join('\n') + '\n')).flat();
});
const ran = of('sql').map(call => call[0]);
assert.deepEqual(ran.slice(0, 2), ['CREATE DATABASE odrec_prepare', 'USE odrec_prepare']);
assert.equal(ran.at(-1), 'DROP DATABASE odrec_prepare CASCADE');
assert.deepEqual(ran.slice(2, -1).map(one => one.trim()), expected.map(one => one.trim()));
assert.deepEqual(of('config'), [
  ['spark.sql.session.timeZone', 'UTC'], ['spark.sql.legacy.createHiveTableByDefault', 'false'],
]);
assert.deepEqual(of('save'), [['events']]);
assert.deepEqual(of('select')[0].map(one => one.split(' AS ').at(-1)), ['line', 'user_id', 'session_id', 'item_id', 'event_time']);
assert.deepEqual(of('parquet'), [
  ['log', 'LOG'], ...['settings', 'totals', 'items', 'lines'].map(table => [table, `PARTS/${table}`]),
]);
for (const statement of [...ran, `SELECT ${of('select')[0].join(', ')} FROM log`, `SELECT * FROM log WHERE ${of('where')[0][0]}`]) {
  assert.deepEqual(problems(statement), [], statement);
  count++;
}
console.log(`${count} statements are Spark SQL to the grammar of dt-sql-parser.`);
