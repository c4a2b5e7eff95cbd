"""What tests of stores share: the program, a folder of their own, and looks into SQLite."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
SHOP = Path(__file__).parent / "shop.json"


def outcast(*words, **settings):
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True,
                "timeout": 120, **settings}
    return subprocess.run([PROGRAM, *map(str, words)], check=False, **settings)


class Stored(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = self.folder / "results.db"

    def refused(self, done, *told, code=2):
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        for text in told:
            self.assertIn(text, done.stderr)

    def change(self, sql):
        connection = sqlite3.connect(self.store)
        connection.execute(sql)
        connection.commit()
        connection.close()

    def rows_of(self, sql, store=None):
        connection = sqlite3.connect(store or self.store)
        rows = connection.execute(sql).fetchall()
        connection.close()
        return rows

    def wait_for_a_batch(self):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
                count, = connection.execute("SELECT count(*) FROM batch").fetchone()
                connection.close()
                if count > 0:
                    return
            except sqlite3.Error:
                pass  # it is only being made
            time.sleep(0.02)
        self.fail("no batch within 30 s")
