"""
Read exported files with libraries that stand in their own environments.

    read.py bods FOLDER    libcovebods, the reference validator of BODS
    read.py ftm FOLDER     followthemoney's own model
    read.py csvw FOLDER    csvw, CSV on the Web
    read.py dot FOLDER     Graphviz
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path


def read_bods(folder):
    """
    No error of schema and no failed check; the register of codes lies beside, no network is used.
    """
    import libcove2
    from libcovebods.config import LibCoveBODSConfig
    from libcovebods.data_reader import DataReader
    from libcovebods.jsonschemavalidate import JSONSchemaValidator
    from libcovebods.run_tasks import process_additional_checks
    from libcovebods.schema import SchemaBODS

    register = Path(libcove2.__file__).parent / "org-ids.json"
    if not register.exists():
        # Without it libcove2 asks the network; the schemes that we write are enough.
        schemes = [{"code": code} for code in ("FR-INSEE", "XI-LEI")]
        register.write_text(json.dumps({"downloaded": "9999-12-31", "lists": schemes}))
    config = LibCoveBODSConfig()
    path = str(folder / "bods.json")
    reader = DataReader(path)
    schema = SchemaBODS(reader, config)
    errors = [error.json() for error in JSONSchemaValidator(schema).validate(reader)]
    found = process_additional_checks(reader, config, schema)
    checks = Counter(one["type"] for one in found["additional_checks"])
    array = json.loads(Path(path).read_text(encoding="utf-8"))
    kinds = Counter(one["recordType"] for one in array)
    print(f"libcovebods: {schema.schema_version}, {dict(kinds)}, checks {dict(checks)}")
    return [*errors[:3], *(f"check {name} {count}" for name, count in checks.items())]


def read_ftm(folder):
    """
    Every entity is of a schema, every value is what its property takes, every end fits its range.
    """
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    problems, proxies, schemata = [], {}, Counter()
    for line in (folder / "ftm.ftm").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        schema = model.get(raw["schema"])
        schema.validate(raw)
        strict = EntityProxy.from_dict(raw, cleaned=False)
        for name, values in raw["properties"].items():
            if sorted(strict.get(name)) != sorted(values):
                problems.append(f"{raw['id']} {name}: {values} is read as {strict.get(name)}")
        proxies[raw["id"]] = strict
        schemata[raw["schema"]] += 1
    for proxy in proxies.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity" and not proxies[value].schema.is_a(prop.range):
                problems.append(f"{proxy.id} {prop.name}: {value} is no {prop.range.name}")
    print(f"followthemoney: {dict(schemata)}")
    return problems


def read_csvw(folder):
    """
    The tables are what their metadata says, keys and types included.
    """
    import csvw

    group = csvw.TableGroup.from_file(folder / "csv" / "csv-metadata.json")
    rows = {str(table.url): len(list(table.iterdicts(strict=True))) for table in group.tables}
    group.check_referential_integrity()
    print(f"csvw: {sum(rows.values())} rows of {len(rows)} tables")
    return []


def read_dot(folder):
    """
    Graphviz draws it, says nothing on the way, and finds all nodes and edges.
    """
    wanted = json.loads((folder / "expected.json").read_text())["all"]
    command = ["dot", "-Tdot_json", str(folder / "dot.dot")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr.strip():
        return [done.stderr[:400] or f"exit {done.returncode}"]
    found = json.loads(done.stdout)
    counts = {"nodes": len(found["objects"]), "edges": len(found["edges"])}
    print(f"graphviz: {counts}")
    return [f"{name}: {n}, not {wanted[name]}" for name, n in counts.items() if n != wanted[name]]


READERS = {"bods": read_bods, "ftm": read_ftm, "csvw": read_csvw, "dot": read_dot}

if __name__ == "__main__":
    problems = READERS[sys.argv[1]](Path(sys.argv[2]))
    for problem in problems[:20]:
        print(f"FAIL {problem}")
    sys.exit(1 if problems else 0)
