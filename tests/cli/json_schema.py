"""As much of JSON Schema as the program's own schemas use."""

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_kind(value, kind):
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])


def problems(value, schema, root, place="$"):
    """Every way in which the value breaks the schema."""
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].split("/")[-1]], root, place)
    if "anyOf" in schema:
        tries = [list(problems(value, option, root, place)) for option in schema["anyOf"]]
        if all(tries):
            yield from min(tries, key=len)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_kind(value, kind) for kind in kinds):
        yield f"{place}: {value!r} is no {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{place}: {value!r} is not {schema['const']!r}"
    if value is not None and "minimum" in schema and value < schema["minimum"]:
        yield f"{place}: {value} is below {schema['minimum']}"
    if isinstance(value, dict):
        yield from problems_of_object(value, schema, root, place)
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{place}: {len(value)} items"
        for index, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), root, f"{place}[{index}]")


def problems_of_object(value, schema, root, place):
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{place}: {name} is missing"
    for name, member in value.items():
        if name in known:
            yield from problems(member, known[name], root, f"{place}.{name}")
        elif others is False:
            yield f"{place}: {name} is unknown"
        else:
            yield from problems(member, others, root, f"{place}.{name}")
