"""Renders self-written chat templates as transformers does and writes the results as golden values.

Versions: Python 3.11+, transformers 5.23.0, jinja2 3.1.6.
Run from this folder: python chat_templates.py
Writes ../resources/golden/text/templates.json
"""

import datetime
import json
import pathlib

from transformers.utils import chat_template_utils

OUT = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "text" / "templates.json"


class FixedTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 3, 5, 7, 8, 9)


chat_template_utils.datetime = FixedTime


def m(role, content):
    return {"role": role, "content": content}


CONVERSATIONS = {
    "one": [m("user", "Why is the sky blue?")],
    "system": [m("system", "  Be brief.\n"), m("user", "Hi!"), m("assistant", "Hello.")],
    "long": [
        m("system", "You know maths."),
        m("user", "2+2?"),
        m("assistant", "4"),
        m("user", "\n\nAnd 3+3?  "),
        m("assistant", " <think>add</think>\n6 "),
        m("user", "Thanks"),
    ],
    "braces": [
        m("user", "{% for x in y %}{{ x }}{% endfor %} {# no #} {{'a'}} \\n <b>&'\"</b>"),
        m("assistant", "{{ messages }} {%- raw -%}"),
    ],
    "unicode": [m("user", "\u00c5ngstr\u00f6m \U0001f600 \u65e5\u672c\u8a9e \u01c6 \u2028line\u00a0"), m("assistant", "\U0001f468\u200d\U0001f469\u200d\U0001f467")],
    "empty": [m("user", ""), m("assistant", "")],
    "wrong": [m("assistant", "I begin."), m("tool", "42")],
}

# The idioms of the widely used families, and every construct of the language, in our own words.
TEMPLATES = {
    "chatml": "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
    "chatml_attributes": "{%- for m in messages -%}\n<|im_start|>{{ m.role }}\n{{ m.content | trim }}<|im_end|>\n{% endfor -%}\n{%- if add_generation_prompt -%}\n<|im_start|>assistant\n{% endif -%}\n",
    "chatml_default_system": "{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% endif %}\n{% for message in messages %}\n    {{- '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}\n{%- endfor %}\n{% if add_generation_prompt %}\n    {{- '<|im_start|>assistant\\n' }}\n{% endif %}",
    "inst": """{%- if messages[0].role == 'system' %}
    {%- set sys = messages[0].content %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- set sys = '' %}
    {%- set turns = messages %}
{%- endif %}
{%- for t in turns %}
    {%- if (t.role == 'user') != (loop.index0 % 2 == 0) %}
        {{- raise_exception('Roles must alternate: user, assistant, user, ...') }}
    {%- endif %}
    {%- if loop.first and sys %}
        {%- set text = '<<SYS>>\\n' + sys + '\\n<</SYS>>\\n\\n' + t.content %}
    {%- else %}
        {%- set text = t.content %}
    {%- endif %}
    {%- if t.role == 'user' %}
        {{- bos_token + '[INST] ' + text.strip() + ' [/INST]' }}
    {%- elif t.role == 'assistant' %}
        {{- ' ' + text.strip() + ' ' + eos_token }}
    {%- endif %}
{%- endfor %}
""",
    "headers": """{{- bos_token }}
{%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}{{- "Environment: ipython\\n" }}{%- endif %}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}
""",
    "strict_inst": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace(index=0) %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if tools is not none and (message == user_messages[-1]) %}[TOOLS]{%- endif %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported, with the exception of an initial optional system message!") }}
    {%- endif %}
{%- endfor %}
""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "turns": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}",
    "turns_with_system": """{{- bos_token -}}
{%- set prefix = messages[0].content + '\\n\\n' if messages[0].role == 'system' else '' -%}
{%- for message in (messages[1:] if prefix else messages) -%}
    {%- set role = 'model' if message.role == 'assistant' else message.role -%}
    {{ '<start_of_turn>' + role + '\\n' + (prefix if loop.first else '') }}
    {%- if message.content is string -%}
        {{ message.content | trim }}
    {%- elif message.content is iterable -%}
        {%- for item in message.content -%}{{ item.text }}{%- endfor -%}
    {%- endif -%}
    {{ '<end_of_turn>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ '<start_of_turn>model\\n' }}{%- endif -%}
""",
    "tools_off": """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- for tool in tools %}{{- tool | tojson }}{%- endfor %}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content %}
        {%- set reasoning_content = '' %}
        {%- if '</think>' in content %}
            {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index and (loop.last or reasoning_content) %}
            {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}{%- for tool_call in message.tool_calls %}{{- tool_call.name }}{%- endfor %}{%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
        {{- '\\n<tool_response>\\n' + message.content + '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|im_end|>\\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}
""",
    "phi": "{% for message in messages %}{% if message['role'] == 'system' and message['content'] %}{{'<|system|>\\n' + message['content'] + '<|end|>\\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\\n' + message['content'] + '<|end|>\\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\\n' + message['content'] + '<|end|>\\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}",
    "deep": "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(is_first=false, is_tool=false, system_prompt='', is_first_sp=true) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- if ns.is_first_sp %}{% set ns.system_prompt = ns.system_prompt + message['content'] %}{% set ns.is_first_sp = false %}{%- else %}{% set ns.system_prompt = ns.system_prompt + '\\n\\n' + message['content'] %}{%- endif %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system_prompt }}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false -%}{{'<|User|>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is not none %}{%- set content = message['content'] %}{%- if '</think>' in content %}{%- set content = content.split('</think>')[-1] %}{%- endif %}{{'<|Assistant|>' + content + '<|end_of_sentence|>'}}{%- endif %}{%- endfor -%}{%- if add_generation_prompt and not ns.is_tool %}{{'<|Assistant|><think>\\n'}}{% endif %}",
    "command": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% elif false == true %}{% set loop_messages = messages %}{% set system_message = 'You are large.' %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% if system_message != false %}{{ '<|START|><|SYSTEM|>' + system_message + '<|END|>' }}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{% set content = message['content'] %}{% if message['role'] == 'user' %}{{ '<|START|><|USER|>' + content.strip() + '<|END|>' }}{% elif message['role'] == 'assistant' %}{{ '<|START|><|BOT|>'  + content.strip() + '<|END|>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|START|><|BOT|>' }}{% endif %}",
    "vicuna": "{% set roles = {'user': 'USER', 'assistant': 'ASSISTANT'} %}{% for m in messages if m.role != 'system' %}{{ roles[m.role] }}: {{ m.content }}{{ eos_token if m.role == 'assistant' else ' ' }}{% else %}nothing{% endfor %}{% if add_generation_prompt %}ASSISTANT:{% endif %}",
    "falcon": "{% for message in messages %}{% if not loop.first %}{{ '\\n' }}{% endif %}{{ message['role']|capitalize + ': ' + message['content'].replace('\\r\\n', '\\n').replace('\\n\\n', '\\n') }}{% endfor %}{% if add_generation_prompt %}{{ '\\n\\nAssistant:' }}{% endif %}",
    "granite": "{%- for message in messages %}\n<|start_of_role|>{{ message['role'] }}<|end_of_role|>{{ message['content'] }}<|end_of_text|>\n{% endfor %}\n{%- if add_generation_prompt %}<|start_of_role|>assistant<|end_of_role|>{% endif %}\n",
    "gemma3": """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set prefix = messages[0]['content'] + '\n\n' -%}
    {%- else -%}
        {%- set prefix = messages[0]['content'][0]['text'] + '\n\n' -%}
    {%- endif -%}
    {%- set turns = messages[1:] -%}
{%- else -%}
    {%- set prefix = "" -%}
    {%- set turns = messages -%}
{%- endif -%}
{%- for message in turns -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("user and assistant must take turns") }}
    {%- endif -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {{ '<start_of_turn>' + role + '\n' + (prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {{ item['text'] | trim if item['type'] == 'text' else '<image>' }}
        {%- endfor -%}
    {%- else -%}
        {{ raise_exception("no such content") }}
    {%- endif -%}
    {{ '<end_of_turn>\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ '<start_of_turn>model\n' }}{%- endif -%}
""",
    "phi4_tools": "{% for message in messages %}{% if message['role'] == 'system' and 'tools' in message and message['tools'] is not none %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|tool|>' + message['tools'] + '<|/tool|>' + '<|end|>' }}{% else %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% else %}{{ eos_token }}{% endif %}",
    "olmo2": "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}{{ '<|assistant|>\\n' + message['content'] + eos_token + '\\n' }}{% else %}{{ '<|assistant|>\\n' + message['content'] + eos_token }}{% endif %}{% endif %}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}{% endfor %}",
    "granite3": """{%- if messages[0]['role'] == 'system' %}
    {%- set lead = messages[0]['content'] %}
    {%- set rest = messages[1:] %}
{%- else %}
    {%- set lead = "Knowledge ends in April 2024.\nToday is " + strftime_now('%B %d, %Y') + "." %}
    {%- if tools and documents %}
        {%- set lead = lead + " Tools and documents are below." %}
    {%- elif tools %}
        {%- set lead = lead + " Tools are below." %}
    {%- endif %}
    {%- if thinking %}
        {%- set lead = lead + " Think first." %}
    {%- endif %}
    {%- if 'citations' in controls and documents %}
        {%- set lead = lead + " Cite." %}
    {%- endif %}
    {%- set rest = messages %}
{%- endif %}
{{- '<|start_of_role|>system<|end_of_role|>' + lead + '<|end_of_text|>\n' }}
{%- if tools %}
    {{- '<|start_of_role|>tools<|end_of_role|>' }}{{- tools | tojson(indent=4) }}{{- '<|end_of_text|>\n' }}
{%- endif %}
{%- for message in rest %}
    {{- '<|start_of_role|>' + message['role'] + '<|end_of_role|>' + message['content'] + '<|end_of_text|>\n' }}
    {%- if loop.last and add_generation_prompt %}
        {{- '<|start_of_role|>assistant' }}
        {%- if controls %}{{- ' ' + controls | tojson() }}{%- endif %}
        {{- '<|end_of_role|>' }}
    {%- endif %}
{%- endfor %}
""",
    "smollm3": """{%- if enable_thinking is not defined -%}{%- set enable_thinking = true -%}{%- endif -%}
{%- set mode = "/think" if enable_thinking else "/no_think" -%}
{%- if messages[0].role == "system" -%}
  {%- set lead = messages[0].content -%}
  {%- if "/no_think" in lead -%}{%- set mode = "/no_think" -%}{%- elif "/think" in lead -%}{%- set mode = "/think" -%}{%- endif -%}
  {%- set custom = lead.replace("/no_think", "").replace("/think", "").rstrip() -%}
{%- endif -%}
{{- "<|im_start|>system\n" -}}
{%- if "/system_override" in (lead or "") -%}
  {{- custom.replace("/system_override", "").rstrip() + "<|im_end|>\n" -}}
{%- else -%}
  {{- "## Metadata\n\nToday Date: " + strftime_now("%d %B %Y") + "\nReasoning Mode: " + mode + "\n\n" -}}
  {{- custom + "\n\n" if custom else ("Think.\n\n" if mode == "/think" else "Help.\n\n") -}}
  {%- if xml_tools or python_tools or tools -%}{{- "### Tools\n" -}}{%- for tool in xml_tools[:] | default([]) -%}{{- tool | string -}}{%- endfor -%}{%- endif -%}
  {{- "<|im_end|>\n" -}}
{%- endif -%}
{%- for message in messages -%}
  {%- set content = message.content if message.content is string else "" -%}
  {%- if message.role == "user" -%}
    {{- "<|im_start|>" + message.role + "\n" + content + "<|im_end|>\n" -}}
  {%- elif message.role == "assistant" -%}
    {%- generation -%}
      {%- if mode == "/think" -%}{{- "<|im_start|>assistant\n" + content.lstrip("\n") + "<|im_end|>\n" -}}
      {%- else -%}{{- "<|im_start|>assistant\n<think>\n\n</think>\n" + content.lstrip("\n") + "<|im_end|>\n" -}}{%- endif -%}
    {%- endgeneration -%}
  {%- elif message.role == "tool" -%}{{- "<|im_start|>user\n" + content + "<|im_end|>\n" -}}{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
  {{- "<|im_start|>assistant\n" if mode == "/think" else "<|im_start|>assistant\n<think>\n\n</think>\n" -}}
{%- endif -%}
""",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}<a>{% generation %}{{ m.content }}{% set inner = 1 %}</a>{% endgeneration %}{{ inner is defined }}{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}",
    "generation_strip": "{%- for m in messages %}\n  {%- generation -%}\n   {{ m.content }}  \n  {%- endgeneration %}\n|{%- endfor %}",
    "macro": "{%- macro turn(role, text='(none)', end=eos_token) -%}\n[{{ role }}] {{ text }}{{ end }}\n{% endmacro -%}\n{% for m in messages %}{{ turn(m.role, m.content) }}{% endfor %}{{ turn('x') }}{{ turn(role='y', end='!') }}{{ turn() }}",
    "macro_recursive": "{% macro show(v) %}{% if v is mapping %}{{ '{' }}{% for k, w in v.items() %}{{ k }}={{ show(w) }};{% endfor %}{{ '}' }}{% elif v is string %}{{ v|length }}{% elif v is iterable %}[{% for w in v %}{{ show(w) }}{% endfor %}]{% else %}{{ v }}{% endif %}{% endmacro %}{{ show(messages) }}{{ show({'a': [1, {'b': none}]}) }}",
    "macro_varargs": "{% macro f(a) %}{{ a }}|{{ varargs }}|{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, x=4) }}{{ f(*[7, 8], **{'z': 1}) }}",
    "macro_too_many": "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}",
    "macro_unknown": "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(b=2) }}",
    "macro_scope": "{% set x = 1 %}{% macro f() %}{{ x }}{{ y }}{{ loop is defined }}{% endmacro %}{% set y = 2 %}{% for m in messages %}{% set x = 5 %}{{ f() }}{% endfor %}{{ x }}",
    "macro_late": "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ messages|length }}{% endmacro %}{{ f() }}",
    "call": "{% macro box(title) %}<{{ title }}>{{ caller() }}</{{ title }}>{% endmacro %}{% for m in messages %}{% call box(m.role) %}{{ m.content }}{% endcall %}{% endfor %}",
    "call_arguments": "{% macro each(items) %}{% for i in items %}({{ caller(i, loop.index) }}){% endfor %}{% endmacro %}{% call(m, n) each(messages) %}{{ n }}:{{ m.role }}{% endcall %}",
    "set_block": "{% set intro %}\n  Roles: {% for m in messages %}{{ m.role }} {% endfor %}\n{% endset %}{{ intro|trim }}|{{ intro|length }}{% set up | upper | replace('USER', 'U') %}{{ messages[0].role }}x{% endset %}{{ up }}",
    "filter_block": "{% filter upper %}{% for m in messages %}{{ m.role }}{% endfor %}{% endfilter %}{% filter replace('a', 'b') | title %}banana split{% endfilter %}",
    "with": "{% with a = 1, b = messages|length %}{{ a + b }}{% set a = 9 %}{{ a }}{% endwith %}{{ a is defined }}{% set c = 3 %}{% with c = c + 1, d = c %}{{ c }}{{ d }}{% endwith %}{{ c }}",
    "namespace": "{% set ns = namespace(found=false, text='', n=0) %}{% for m in messages %}{% if m.role == 'user' and not ns.found %}{% set ns.found = true %}{% set ns.text = m.content %}{% endif %}{% set ns.n = ns.n + m.content|length %}{% endfor %}{{ ns.found }} {{ ns.text }} {{ ns.n }}{{ ns.other is defined }}",
    "namespace_dict": "{% set ns = namespace({'a': 1}, b=2) %}{% set ns.a, ns.b = ns.b, ns.a %}{{ ns.a }}{{ ns['b'] }}",
    "namespace_underscore": "{% set ns = namespace() %}{% set ns._x = 1 %}{{ ns }}",
    "not_a_namespace": "{% set d = {'a': 1} %}{% set d.a = 2 %}{{ d.a }}",
    "scope": "{% set x = 'out' %}{% for m in messages %}{{ x }}{% set x = m.role %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 'if' %}{% endif %}{{ x }}",
    "break_continue": "{% for m in messages %}{% if m.role == 'system' %}{% continue %}{% endif %}{{ loop.index }}{{ m.role }}{% if m.role == 'assistant' %}{% break %}{% endif %}{% else %}none{% endfor %}.",
    "for_else": "{% for m in messages if m.role == 'nobody' %}{{ m }}{% else %}no one of {{ messages|length }}{% endfor %}",
    "loop": "{% for m in messages %}{{ loop.index }}/{{ loop.length }},{{ loop.index0 }},{{ loop.revindex }},{{ loop.revindex0 }},{{ loop.first }},{{ loop.last }},{{ loop.depth }},{{ loop.depth0 }},{{ loop.cycle('odd', 'even') }},{{ loop.changed(m.role) }};{% endfor %}",
    "loop_neighbours": "{% for m in messages %}{{ loop.previtem.role if loop.previtem is defined else '^' }}<{{ m.role }}>{{ loop.nextitem.role if loop.nextitem is defined else '$' }} {% endfor %}",
    "loop_nested": "{% for m in messages %}{% set outer = loop %}{% for c in m.role %}{{ outer.index }}.{{ loop.index }}{{ c }}{% if outer.last and loop.last %}!{% endif %}{% endfor %}{% endfor %}",
    "loop_recursive": "{% for item in [{'n': 'a', 'c': [{'n': 'b', 'c': [{'n': 'd', 'c': []}]}]}, {'n': 'e', 'c': []}] recursive %}{{ item.n }}{{ loop.depth }}{% if item.c %}({{ loop(item.c) }}){% endif %}{% endfor %}",
    "loop_unpack": "{% for k, v in messages[0].items() %}{{ k }}->{{ v }};{% endfor %}{% for a, (b, c) in [(1, (2, 3)), [4, [5, 6]]] %}{{ a }}{{ b }}{{ c }}{% endfor %}{% for i, m in dict(a=1, b=2)|items %}{{ i }}{{ m }}{% endfor %}",
    "unpack_wrong": "{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}",
    "enumerated": "{% for i in range(messages|length) %}{{ i }}:{{ messages[i].role[0]|upper }}{% if not loop.last %}, {% endif %}{% endfor %}{{ range(3)|list }}{{ range(5, 0, -2)|list }}{{ range(2, 4)|list }}",
    "slices": "{{ messages[-1].content }}|{{ messages[:-1]|length }}|{{ messages[::-1]|map(attribute='role')|join(',') }}|{{ messages[0].content[1:4] }}|{{ messages[0].content[::-1] }}|{{ messages[0].content[-3:] }}|{{ messages[0].content[5:1:-2] }}|{{ messages[10:20] }}",
    "select": "{{ messages|selectattr('role', 'equalto', 'user')|list|length }}{{ messages|rejectattr('role', 'in', ['user', 'system'])|map(attribute='content')|list }}{{ messages|map(attribute='role')|unique|join('+') }}{{ (messages|selectattr('role', '==', 'system')|first).content }}{{ messages|map(attribute='missing', default='?')|join }}",
    "select_truth": "{% if messages|selectattr('role', 'equalto', 'nobody') %}generators are true{% endif %}{% if messages|selectattr('role', 'equalto', 'nobody')|list %}lists are not{% endif %}{% set g = messages|map(attribute='role') %}{{ g|list }}{{ g|list }}",
    "trim_blocks": "a\n{% if true %}\nb\n{% endif %}\nc\n{# comment #}\nd {# x #} e\n   {% if true %}   f\n   {% endif %}\n\n  {{ 'g' }}  \n",
    "keep_space": "a\n  {%+ if true %}\n b {%+ endif +%}\nc\n  {#+ note +#}\nd\n{%- if true -%}   \n\n e  {%- endif -%}  \n f",
    "minus_everywhere": "x  \n\n {{- 'a' -}} \n y {#- z -#} \n {%- set q = 1 -%} \n {{ q -}}\n\n end\n\n",
    "raw": "{% raw %}{{ messages }} {% if %}{% endraw %}{{ messages|length }}\n  {%- raw -%}  {# kept #}  {%- endraw %} \n{% raw %}\nx\n{% endraw %}\ny",
    "line_ends": "a\r\n{% for m in messages %}\r\n{{ m.role }}\r\n{% endfor %}\r\nb\rc\n\n",
    "comments": "{# a {% if %} {{ #}x{#- b\n c -#}  y {# #}\n{##}z",
    "inline_if": "{{ 'a' if messages|length > 1 }}|{{ 'a' if false }}|{{ 'x' if false else 'y' if false else 'z' }}|{{ (1 if true else 2) + 3 }}|{{ messages[0].content if messages[0].content else '(empty)' }}",
    "logic": "{{ 1 and 'b' }}{{ 0 or '' }}{{ none or [] }}{{ not messages }}{{ not none and true }}{{ false or not false }}{{ '' and x.y.z }}{{ true or x.y.z }}",
    "undefined": "{{ nothing }}|{{ nothing is defined }}|{{ messages[0].nothing }}|{{ messages[0]['nothing'] is undefined }}|{{ nothing|default('d') }}|{{ messages[99] }}|{% for x in nothing %}{{ x }}{% else %}empty{% endfor %}|{{ nothing|length }}|{{ nothing ~ 'x' }}|{{ nothing == missing }}|{{ nothing|list }}|{{ nothing|join }}|{{ nothing|upper }}",
    "undefined_attribute": "{{ nothing.more }}",
    "undefined_item": "{{ messages[0].nothing['more'] }}",
    "undefined_add": "{{ 'a' + nothing }}",
    "undefined_call": "{{ nothing() }}",
    "undefined_content": "{{ messages[0].content + messages[5].content }}",
    "raise": "{% if messages[0].role != 'user' %}{{ raise_exception('Begin with the user, not ' + messages[0].role) }}{% endif %}ok",
    "json": "{{ messages|tojson }}{{ {'a': [1, 2.5, true, none], 'b': {}, 'c': []}|tojson(indent=2) }}{{ messages[0]|tojson(separators=(',', ':')) }}{{ {'b': 1, 'a': 'é<>&'}|tojson(sort_keys=true, ensure_ascii=true) }}{{ [[], {}, [1]]|tojson(indent=4) }}",
    "time": "{{ strftime_now('%Y-%m-%d') }}|{{ strftime_now('%d %B %Y, %A %H:%M:%S %p %j %y %b %a %I %-d %%') }}",
    "documents": "{% if documents %}{{ documents|length }}{% endif %}{% if tools is not none %}T{% else %}no tools{% endif %}{{ tools }}{{ add_generation_prompt }}{{ pad_token is defined }}",
    "equal_messages": "{% for m in messages %}{% if m == messages[-1] %}last {% endif %}{% if m in messages[:1] %}first {% endif %}{{ m.role in ['user', 'assistant'] }}{{ 'e' in m.content }}{{ 'role' in m }}{% endfor %}",
    "print_values": "{{ messages }}{{ messages[0] }}{{ (1,) }}{{ () }}{{ {'k': none, 1: 'x'} }}{{ [true, 1.0, 1e20, 'it\\'s', \"q\\\"\"] }}{{ {'a': 1}.items() }}{{ {'a': 1}.keys()|list }}{{ {'a': 1}.values() }}",
    "methods": "{% for m in messages %}{{ m.content.strip().split() }}{{ m.content.split('\\n') }}{{ m.content.title() }}{{ m.content|title }}{{ m.content.upper()|lower }}{{ m.content.capitalize() }}{{ m.content.find('e') }}{{ m.content.count('a') }}{{ m.content.startswith(('W', 'H')) }}{{ m.content.splitlines() }}{{ m.content.rsplit(' ', 1) }}{{ m.content.partition(' ') }}{{ m.get('role') }}{{ m.get('x', 'no') }}{{ m.get('y') }}{% endfor %}",
    "lengths": "{% for m in messages %}{{ m.content|length }}{{ m.content[:2] }}{{ m.content|reverse }}{{ m.content|list|length }}{{ m.content|wordcount }}{{ m.content|first }}{{ m.content|last }}{% endfor %}",
    "indent": "{% for m in messages %}{{ m.content|indent }}|{{ m.content|indent(2, true) }}|{{ m.content|indent('> ', first=true, blank=true) }}{% endfor %}",
    "escape": "{% for m in messages %}{{ m.content|e }}{{ m.content|safe }}{{ m.content|escape ~ '<' }}{% endfor %}",
    "joiner": "{% set comma = joiner(', ') %}{% set c = cycler('a', 'b') %}{% for m in messages %}{{ comma() }}{{ m.role }}{{ c.next() }}{{ c.current }}{% endfor %}{{ c.reset() }}{{ c.next() }}",
    "print_statement": "{% print messages|length, 'x' %}{% print 5 %}",
    "mutation": "{% set l = [] %}{{ l.append(1) }}{{ l }}",
    "mutation_dict": "{% set d = {} %}{% set _ = d.update({'a': 1}) %}{{ d }}",
    "private_use": "{{ messages.__class__.__mro__ }}",
    "tuple_output": "{{ 1, 'a' }}{% set a, b = 'x', 'y' %}{{ b ~ a }}{% set t = 1, %}{{ t }}",
    "chained": "{{ 1 < 2 < 3 }}{{ 3 > 2 == 2 }}{{ 1 < 3 < 2 }}{{ 'a' < 'b' }}{{ [1, 2] < [1, 3] }}{{ 'a' not in 'abc' }}{{ not 'a' in 'abc' }}{{ 1 == 1.0 == true }}",
    "colon_blocks": "{% if true: %}a{% endif %}{% for m in messages: %}b{% endfor %}",
    "string_escapes": "{{ 'a\\tb\\\\c\\'d\\x41\\u00e9\\101\\q' }}{{ \"it's\" 'joined' }}{{ 'line\nbreak' }}",
    "system_merge": "{%- set ns = namespace(system='') -%}{%- for m in messages if m.role == 'system' -%}{%- set ns.system = ns.system ~ m.content.strip() -%}{%- endfor -%}{%- for m in messages|rejectattr('role', 'equalto', 'system') -%}{{ '### ' ~ m.role|title ~ ':\\n' }}{{ ns.system ~ '\\n' if loop.first and ns.system }}{{ m.content ~ '\\n\\n' }}{%- endfor -%}{{ '### Assistant:\\n' if add_generation_prompt }}",
    "batch": "{% for row in messages|batch(2, '-') %}{{ row|map(attribute='role')|join(',') }};{% endfor %}{% for col in [1,2,3,4,5]|slice(2) %}{{ col }}{% endfor %}{% for col in [1,2,3,4,5]|slice(3, 'x') %}{{ col }}{% endfor %}{{ [1,2,3]|batch(2)|list }}",
    "sorting": "{{ messages|sort(attribute='role')|map(attribute='content')|list }}{{ ['b', 'A', 'c']|sort }}{{ ['b', 'A', 'c']|sort(case_sensitive=true, reverse=true) }}{{ {'b': 1, 'a': 2}|dictsort }}{{ {'b': 1, 'a': 2}|dictsort(by='value', reverse=true) }}{{ messages|map(attribute='content')|map('length')|max }}{{ [3, 1, 2]|min }}{{ ['b', 'A']|min }}{{ []|max }}{{ [1, 2, 3.5]|sum }}{{ messages|map(attribute='content')|map('length')|sum }}",
    "unclosed_if": "{% if true %}x",
    "unclosed_expression": "{{ messages",
    "unknown_statement": "{% frobnicate %}",
    "unknown_filter": "{{ 1|frobnicate }}",
    "unknown_test": "{{ 1 is frobnicated }}",
    "break_outside": "{% break %}",
    "wrong_end": "{% for m in messages %}{% endif %}",
    "else_twice": "{% if true %}a{% else %}b{% else %}c{% endif %}",
}

# Each is rendered on its own, with no conversation.
EXPRESSIONS = r"""
1 + 2 * 3 ** 2
-2 ** 2
2 ** -1
2 ** 3 ** 2
7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 7.5 // 2, -7.5 % 2
1 / 2, 4 / 2, 0.1 + 0.2, 1e16, 1e15, 1e-5, 0.0001, 123456789.0, 1.5e300, -0.0, 100000000000000000000.0
1_000, 0x1f, 0b101, 0o17, 1_0.5, 3e2
true + true, true == 1, 1 == 1.0, '1' == 1
'ab' * 3, 3 * 'ab', [1] * 2, 'x' * -1, (1, 2) * 2
'a' ~ 1 ~ none ~ true ~ 1.0 ~ [1]
[1] + [2], (1,) + (2,), 'a' 'b'
1 + 'a'
'a' + 1
[1] + (2,)
1 // 0
1 % 0
1 / 0
-'a'
+5, -5|abs, -5.5|abs, - -5
not 1, not 0, not '', not [], not {}, not none
1 if 0
'%s is %d and %r' % ('a', 5, 'q')
'%5.2f|%-5d|%05d|%+d|%%' % (3.14159, 42, 42, 42)
'%s' % 'one'
'%s %s' % ('one',)
'%(a)s-%(b)s' % {'a': 1, 'b': 2}
'%s %s'|format('a', 'b')
'{} {}'.format(1, 'a')
'{1} {0} {x}'.format(1, 2, x=3)
'{{}}'.format()
'abc'[0], 'abc'[-1], 'abc'[5], 'abc'[1:], 'abc'[:-1], 'abc'[::-1], 'abc'[::2], 'abc'[-2:], 'abc'[2:0:-1]
[1, 2, 3, 4][1:3], [1, 2, 3, 4][::-2], [1, 2, 3][-10:10], (1, 2, 3)[1:], range(10)[2:5]|list
[1, 2][0:2:0]
[1, 2, 3].0, [1, 2, 3].index(2), [1, 1].count(1)
[1, 2].index(9)
{'a': 1}.a, {'a': 1}['a'], {'a': 1}.b, {'a': 1}.get('b', 2), {'items': 5}.items is callable, {'items': 5}['items']
{'a': 1}.b.c
{'a': {'b': [1, {'c': 'deep'}]}}.a.b[1].c
{'a': 1, 'a': 2}, {1: 2}[1], {'x': 1}|length, {}|length
{'a': 1}|items|list, {'a': 1}.items()|list, {'b': 1}.keys()|list, {'b': 1}.values()|list
{'a': 1} == {'a': 1}, {'a': 1, 'b': 2} == {'b': 2, 'a': 1}, [1] == (1,), [] == []
dict(a=1, b=2), dict({'a': 1}, b=3), dict([('x', 1)])
'a' in {'a': 1}, 1 in [1], 2 not in [1], 'b' in 'abc', '' in 'abc', none in [none]
1 in 'abc'
1 in 5
1 < 'a'
none < 1
'a' is string, 1 is string, 1 is number, 1.0 is number, true is number, true is integer, 1 is integer, 1.0 is float, true is boolean
none is none, none is not none, x is none, x is defined, x is undefined
{} is mapping, [] is mapping, [] is sequence, 'a' is sequence, {} is sequence, 1 is sequence, x is sequence
[] is iterable, 1 is iterable, 'a' is iterable, x is iterable, [1]|map('string') is iterable, [1]|map('string') is sequence
2 is even, 3 is odd, 9 is divisibleby 3, 9 is divisibleby(2), 1 is eq 1, 1 is ne 2, 1 is lt 2, 2 is ge 2, 2 is gt 1, 1 is le 1
1 is in [1, 2], 'a' is in 'abc', 1 is sameas 1, true is sameas true, none is sameas none, 1 is equalto 1.0
'abc' is lower, 'ABC' is upper, 'a1' is lower, '1' is lower, '' is upper, 'aB' is lower
true is true, 1 is true, false is false, 0 is false, raise_exception is callable, 1 is callable
'upper' is filter, 'nope' is filter, 'defined' is test
1 is not string and 2 is number
'  a b  '|trim, '  a b  '.strip(), 'xxaxx'.strip('x'), '  a'.lstrip(), 'a  '.rstrip(), 'abcba'.strip('ab'), 'xax'|trim('x')
'\u00a0\u2003a\u3000'.strip(), '\x1ca\x85'.strip(), 'a\u200b'.strip()|length
'a,b,,c'.split(','), 'a b  c '.split(), 'a,b,c'.split(',', 1), ''.split(), ''.split(','), ' a  b '.split(None, 1), 'a b c'.rsplit(None, 1), 'a,b,c'.rsplit(',', 1)
'abc'.split('')
'a\nb\r\nc\x0bd\u2028e'.splitlines(), 'a\n'.splitlines(true), '\n\n'.splitlines()
'Hello'.startswith('He'), 'Hello'.endswith('lo'), 'Hello'.startswith('e', 1), 'Hello'.startswith(('x', 'H')), 'Hello'.endswith(''), 'abc'.startswith('c', -1), 'a'.startswith('', 5), 'abc'.endswith('b', 0, 2)
'hello world'.title(), "it's a dog's-life".title(), "it's a dog's-life"|title, 'hELLO wORLD'.capitalize(), 'aBc'.swapcase(), 'ǆ'.title(), 'ß'.upper(), 'ß'.title(), 'İ'.lower()
'abc'.find('c'), 'abc'.find('x'), 'abcabc'.rfind('b'), 'abc'.index('b'), 'aaa'.count('a'), 'aaa'.count('aa'), 'abc'.count(''), 'abcabc'.find('a', 1), 'x😀y'.find('y')
'abc'.index('x')
'abc'.replace('b', 'x'), 'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.replace('b', ''), 'a😀'.replace('', '.'), 'aaa'|replace('a', 'b', 1), 5|replace('5', '6')
'abc'.isalpha(), 'ab1'.isalnum(), '12'.isdigit(), ' '.isspace(), ''.isspace(), 'AB'.isupper(), 'ab'.islower(), 'Ab'.islower(), '1'.isupper()
'a'.center(5), 'ab'.center(5), 'ab'.center(5, '*'), 'a'.ljust(3, '.'), 'a'.rjust(3), '5'.zfill(3), '-5'.zfill(4), 'abc'|center(6)|length
'a-b-c'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.partition('x'), 'abc'.rpartition('x'), 'unhappy'.removeprefix('un'), 'file.txt'.removesuffix('.txt')
'-'.join(['a', 'b']), ', '.join('abc'), ''.join([]), ['a', 1, none]|join('-'), 'abc'|join('.'), [{'x': 1}, {'x': 2}]|join('+', attribute='x')
'-'.join([1])
'abc'|upper, 'ABC'|lower, 'hello world'|capitalize, 5|upper, none|string, 1.0|string, [1]|string
'abc'|length, [1, 2]|count, 'a😀b'|length
5|length
none|length
[1, 2, 3]|first, [1, 2, 3]|last, []|first, ''|last, 'abc'|first, {'a': 1, 'b': 2}|last
'3'|int, '3.7'|int, 'x'|int, 'x'|int(5), 3.9|int, -3.9|int, true|int, none|int, '  4 '|int, '1_0'|int, ''|int(-1)
'3.5'|float, 'x'|float, 2|float, 'x'|float(1.5), '1e3'|float, none|float
x|int
2.5|round, 3.5|round, 2.675|round(2), 1234|round(-2), 5|round, 2.1|round(0, 'ceil'), 2.9|round(0, 'floor'), 2.25|round(1), -0.4|round, 42.55|round(1, 'floor')
x|default, x|default('d'), none|default('d'), none|default('d', true), ''|d('e', boolean=true), 0|default(5, true), false|default('f')
[3, 1, 2]|sort, [3, 1, 2]|sort(reverse=true), ['b', 'a', 'C']|sort, [(2, 'a'), (1, 'b')]|sort, 'cab'|sort
[1, 'a']|sort
[{'n': 2, 'm': 'b'}, {'n': 1, 'm': 'c'}, {'n': 2, 'm': 'a'}]|sort(attribute='n,m')|map(attribute='m')|join
[1, 2, 2, 1, 'a', 'A']|unique|list, ['a', 'A']|unique(case_sensitive=true)|list
[1, 2, 3]|reverse|list, 'abc'|reverse, [1, 2]|list, 'ab'|list, {'a': 1}|list, (1, 2)|list
[1, 2, 3, 4]|select('even')|list, [1, 2, 3, 4]|reject('odd')|list, [0, 1, '']|select|list, [1, 2, 3]|select('gt', 1)|list, ['a', 1]|select('string')|list
['a', 'b']|map('upper')|list, [[1, 2], [3]]|map('length')|list, ['a']|map('replace', 'a', 'b')|list, [[1, 2], [3, 4]]|map(attribute=1)|list, [{'a': {'b': 1}}]|map(attribute='a.b')|list
[1]|map('nothing')|list
[1]|select('nothing')|list
[1]|map|list
'abc def ghi'|truncate(7), 'abc def ghi'|truncate(5, true, '..', 0), 'abc'|truncate(10), 'abc def ghi jkl'|truncate(9, leeway=0)
'a b_c d-e'|wordcount, ''|wordcount
'<a href="x">&\'</a>'|e ~ ('a'|safe) ~ ('<'|safe|e) ~ ('<'|e|e) ~ (['<']|e)
'a\nb'|indent(2), 'a\n\nb'|indent(2), 'a\n\nb'|indent(2, blank=true), 'a'|indent(2, first=true), 'a\nb\n'|indent('--')
[1, [2, {'a': 'x"y\\z\n\u2028\x01é😀'}]]|tojson, 'é'|tojson(ensure_ascii=true), '😀'|tojson(ensure_ascii=true), 1.0|tojson, 1e30|tojson, {1: 2, none: 3}|tojson, (1, 2)|tojson, '</script>'|tojson, []|tojson(indent=1), {'a': 1}|tojson(indent='--'), '\x7f'|tojson
x|tojson
namespace(a=1)|tojson
'a\\b', 'a\'b', "a'b", 'a"b', '\n\t\x00\x7f\u200b\xa0é😀', 'a\'b"c'
['a\\b', 'a\'b', "a'b", 'a"b', '\n\t\x00\x7f\u200b\xa0é😀\U000e0001', 'a\'b"c', '\ud7ff\ue000']
[x], {'a': x}
range(3)|list, range(1, 4)|list, range(5, 1, -2)|list, range(0)|list, range(3)|length, range(3)[1], range(3)|last, 2 in range(3)
range(100001)|length
range(1, 2, 0)
range()
range('a')
cycler('a').next(), joiner()()
cycler()
5()
none.x, none['x'] is defined
none.x.y
none['x']
5.x
'a'.nothing
'a'.nothing()
[1].append(2)
[1]['a']
'abc'['upper']()
''['__class__']
''.__class__.__mro__
{}.pop('a')
{'a': 1}.update(b=2)
[3, 1].sort()
x.y
x['y']
x + 1
x ~ 1
x == 1, x != 1, x == y
x < 1
x[0]
-x
x in [1], 1 in x
x * 2
x|upper, x|trim, x|list, x|length, x|join(','), x|first, x|string, x|lower|length, x|title, x|replace('a', 'b'), x|reverse|list, x|sort, x|map('upper')|list, x|select|list, x|sum, x|unique|list, x|items|list, x|wordcount
x|e
x|last
x|abs
x|round
[1, 2, 3]|sum, [1.5, 2]|sum, []|sum, [1, 2]|sum(start=10), [{'a': 1}, {'a': 2}]|sum(attribute='a'), [[1], [2]]|sum(start=[])
['a']|sum
[1, 3, 2]|max, ['b', 'A']|max, ['b', 'A']|max(case_sensitive=true), [{'a': 1}, {'a': 2}]|max(attribute='a'), 'bca'|min
[1, 'a']|max
{'b': 2, 'a': 1}|dictsort, {'b': 'X', 'a': 'y'}|dictsort(by='value'), {'b': 1, 'A': 2}|dictsort, {'b': 1, 'A': 2}|dictsort(true)
[1, 2, 3]|batch(2)|list, [1, 2, 3]|batch(2, 0)|list, [1, 2, 3, 4]|slice(3)|list, []|batch(2)|list
[1]|attr('index') is callable, {'a': 1}|attr('a')
x|attr('a')
1 if true else 2 if true else 3, (1 if false), [1 if false else 2]
1 == 1 and 2 == 2 or false, 1 or 0 and 0, not 1 == 2, not (1 and 0)
1 in [1] in [[1]], 1 < 2 > 1, 1 == 1 in [1]
(1), (1,), (), ((1, 2), 3), [1, ], {'a': 1, }
'a' if 'b' in 'abc' and not 'z' in 'abc' else 'c'
-1|abs, (-1)|abs, 1 - -1, 2-1, 2 -1
1.5|int + 1, '5'|int * 2, 'a' ~ 'b'|upper, 2 * 3|string ~ 'x'
'a' is string and 1 is number, 'x' is not number or false
[1, 2, 3] is iterable and 5, 1 is defined|string
true, True, false, False, none, None, TRUE
loop
strftime_now('%Y'), strftime_now('%e %u %w %D %T %F %R')
raise_exception('no')
raise_exception()
1 +
(1
[1
{'a' 1}
'a
1 2
a.b.
a..b
{{ 1 }}
1 | 
1 is
f(a=1, 2)
f(**{}, *[])
'a' is 'b'
!x
1 = 1
a ? b
$x
1 <> 2
x.y()
é, ünï
""".strip("\n").split("\n")

# Rendered by jinja2 and refused here: see docs/chat-templates.md.
REFUSED = [
    "{% include 'x' %}",
    "{% extends 'x' %}",
    "{% block a %}x{% endblock %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% autoescape true %}x{% endautoescape %}",
    "{{ [1, 2]|random }}",
    "{{ 'a'|urlize }}",
    "{{ 'a'|pprint }}",
    "{{ 'a'|urlencode }}",
    "{{ {}|xmlattr }}",
    "{{ 10|filesizeformat }}",
    "{{ 'a'|striptags }}",
    "{{ [{'a': 1}]|groupby('a') }}",
    "{{ 'a'.encode() }}",
    "{{ 'abc'.translate({}) }}",
    "{{ ('<'|safe) + '>' }}",
    "{{ [1, 2][0, 1] }}",
    "{{ {1.5: 2} }}",
    "{{ '{:>5}'.format('a') }}",
    "{{ '{0.real}'.format(1) }}",
    "{{ '%x' % 255 }}",
    "{{ lipsum() }}",
    "{{ 2 ** 64 }}",
    "{{ 99999999999999999999 }}",
    "{{ 9223372036854775807 + 1 }}",
    "{{ messages.__class__ }}",
    "{{ ['<'|e] }}",
    "{{ 'a' is sameas 'a' }}",

    "{{ '\\N{BULLET}' }}",
    "{{ raise_exception }}",
    "{{ messages.append }}",
    "{{ range(3) }}",
    "{{ [1]|map('string') }}",
    "{{ strftime_now('%U') }}",
    "{{ 'ff'|int(0, 16) }}",
]


def run(template, variables):
    try:
        return template.render(**variables)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def compiled(text):
    try:
        return chat_template_utils._compile_jinja_template(text), None
    except Exception as error:
        return None, {"error": f"{type(error).__name__}: {error}"[:200]}


def plain(messages, add_generation_prompt):
    return {
        "messages": messages,
        "tools": None,
        "documents": None,
        "add_generation_prompt": add_generation_prompt,
        "bos_token": "<s>",
        "eos_token": "</s>",
    }


def main():
    templates = []
    for name, text in TEMPLATES.items():
        template, error = compiled(text)
        results = {}
        for conversation, messages in CONVERSATIONS.items():
            results[conversation] = [
                error or run(template, plain(messages, generate)) for generate in (False, True)
            ]
        templates.append({"name": name, "template": text, "results": results})
    expressions = []
    for expression in EXPRESSIONS:
        text = "{{ " + expression + " }}"
        template, error = compiled(text)
        expressions.append([text, error or run(template, {})])
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps(
            {"conversations": CONVERSATIONS, "templates": templates, "expressions": expressions, "refused": REFUSED},
            indent=1,
        )
        + "\n"
    )
    print(len(templates), "templates,", len(expressions), "expressions")


main()
