"""Drives a running service with OpenAI's own Python client, and prints what came back as one JSON object.

usage: openai_client.py BASE_URL MODEL
"""

import json
import sys

import openai

base_url, model = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key="none", max_retries=0)
messages = [{"role": "user", "content": "Say hello to Rome."}]


def error_class(**request):
    """Name of the exception that a request raises, with the parameter at fault."""
    try:
        client.chat.completions.create(**({"model": model, "messages": messages, "max_tokens": 4} | request))
    except openai.APIStatusError as error:
        return [type(error).__name__, error.code, error.param]
    return None


text = ""
usage = None
stream = client.chat.completions.create(
    model=model, messages=messages, max_tokens=12, temperature=0, stream=True, stream_options={"include_usage": True}
)
for chunk in stream:
    if chunk.choices:
        text += chunk.choices[0].delta.content or ""
    usage = chunk.usage or usage

schema = {"type": "object", "properties": {"city": {"enum": ["Rome", "Oslo"]}}, "required": ["city"]}
tool = {"type": "function", "function": {"name": "visit", "parameters": schema | {"additionalProperties": False}}}
called = client.chat.completions.create(
    model=model, messages=messages, tools=[tool], tool_choice="required", max_tokens=60, temperature=0
)
structured = client.chat.completions.create(
    model=model,
    messages=messages,
    max_tokens=60,
    temperature=0,
    response_format={"type": "json_schema", "json_schema": {"name": "visit", "schema": schema}},
)
print(
    json.dumps(
        {
            "text": text,
            "completion_tokens": usage.completion_tokens,
            "call": called.choices[0].message.tool_calls[0].function.name,
            "arguments": json.loads(called.choices[0].message.tool_calls[0].function.arguments),
            "structured": json.loads(structured.choices[0].message.content),
            "embedding": len(client.embeddings.create(model="all-minilm-l6-v2", input="hello").data[0].embedding),
            "models": [entry.id for entry in client.models.list()],
            "unknown_model": error_class(model="no-such-model"),
            "too_hot": error_class(temperature=9),
            "image": error_class(
                messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]
            ),
        }
    )
)
