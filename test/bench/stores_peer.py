#!/usr/bin/python3
"""A store of Python, to be measured by stores.py beside others.

    stores_peer.py diskcache|joblib DIRECTORY            as stcache_bench_stores
    stores_peer.py diskcache|joblib DIRECTORY SIZE COUNT as the program in stores_program.cpp

joblib's get is a hit of a function cached by joblib.Memory, its put a computation: it has no
other interface.
"""

import importlib
import random
import sys
import time


def make_bytes(key, size):
    return bytes([key % 251]) * size


class DiskCache:
    def __init__(self, directory):
        import diskcache

        self.cache = diskcache.Cache(directory, eviction_policy="none")
        self.put, self.get = self.cache.set, self.cache.__getitem__

    def value(self, key, size):
        return make_bytes(key, size)

    def key(self, key, size):
        return size << 24 | key

    def cached(self):
        return self.cache.memoize()(make_bytes)


class Joblib:
    def __init__(self, directory):
        import joblib

        self.memory = joblib.Memory(directory, verbose=0)
        self.function = self.cached()
        self.put = lambda key, value: self.function.call(*key)
        self.get = lambda key: self.function(*key)

    def value(self, key, size):
        return None

    def key(self, key, size):
        return key, size

    def cached(self):
        return self.memory.cache(make_bytes)


def serve(peer):
    for line in sys.stdin:
        what, *numbers = line.split()
        size, first, count = map(int, numbers)
        choose = random.Random(size)
        value = peer.value(first, size)
        if what == "put":
            keys = [peer.key(first + i, size) for i in range(count)]
            begin = time.perf_counter_ns()
            for key in keys:
                peer.put(key, value)
        else:
            keys = [peer.key(choose.randrange(first), size) for _ in range(count)]
            begin = time.perf_counter_ns()
            for key in keys:
                assert len(peer.get(key)) == size
        print((time.perf_counter_ns() - begin) / count, flush=True)


def program(kind, directory, size, count):
    begin = time.perf_counter_ns()
    function = kind(directory).cached()  # opens the store, as the first call of the program does
    opened = time.perf_counter_ns() - begin

    def spent(first, last):
        begin = time.perf_counter_ns()
        for key in range(first, last):
            assert len(function(key, size)) == size
        return (time.perf_counter_ns() - begin) / (last - first)

    print(opened + spent(0, 1), spent(1, count), spent(1, count))


def main():
    name, directory, *rest = sys.argv[1:]
    importlib.import_module(name)
    kind = {"diskcache": DiskCache, "joblib": Joblib}[name]
    if rest:
        program(kind, directory, *map(int, rest))
    else:
        serve(kind(directory))


if __name__ == "__main__":
    main()
