"""In place of PySpark: says, a JSON array a line, what the sample asks of it. Its table `kept` loses rows for two rounds."""

import json

COUNTS = iter([9, 7, 7, 5, 5, 5])


def say(*words):
    print(json.dumps(words))


class Frame:
    def __init__(self, name):
        self.name = name
        self.read = self.write = self

    def parquet(self, path):
        say("parquet", self.name, path)
        return self

    def selectExpr(self, *expressions):
        say("select", *expressions)
        return self

    def where(self, condition):
        say("where", condition)
        return self

    def saveAsTable(self, name):
        say("save", name)

    def count(self):
        say("count", self.name)
        return next(COUNTS)


class Session(Frame):
    def appName(self, name):
        return self

    def config(self, key, value):
        say("config", key, value)
        return self

    def getOrCreate(self):
        return self

    def sql(self, statement):
        say("sql", statement)

    def table(self, name):
        return Frame(name)


class SparkSession:
    builder = Session("log")
