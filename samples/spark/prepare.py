#!/usr/bin/env python3
"""The job of `odrec prepare` on Spark 3.5 or 4: a log becomes the tables that `odrec prepare --from-parts` takes (docs/scale.md).

    odrec prepare --print-sql > shop.sql
    spark-submit samples/spark/prepare.py LOG shop.sql PARTS
"""

import re
import sys

from pyspark.sql import SparkSession

log, text, parts = sys.argv[1:]
spark = (
    SparkSession.builder.appName("odrec prepare")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.legacy.createHiveTableByDefault", "false")
    .getOrCreate()
)
spark.sql("CREATE DATABASE odrec_prepare")
spark.sql("USE odrec_prepare")

# Here the log's own columns are named. The table is written once: later statements have to see the same numbers of the events.
spark.read.parquet(log).selectExpr(
    "monotonically_increasing_id() AS line",
    "CAST(customer AS STRING) AS user_id",
    "'' AS session_id",
    "CAST(sku AS STRING) AS item_id",
    "unix_micros(created) AS event_time",
).where("user_id <> '' AND item_id <> '' AND event_time >= 0").write.saveAsTable("events")

pieces = re.split(r"^-- == (.*)\n", open(text, encoding="utf-8").read(), flags=re.MULTILINE)[1:]
for name, statements in zip(pieces[::2], pieces[1::2]):
    while True:
        before = spark.table("kept").count() if name == "filter" else 0
        for statement in filter(str.strip, statements.split(";\n")):
            spark.sql(statement)
        if before == 0 or spark.table("kept").count() == before:
            break

for table in ["settings", "totals", "items", "lines"]:
    spark.table(table).write.parquet(f"{parts}/{table}")
spark.sql("DROP DATABASE odrec_prepare CASCADE")
