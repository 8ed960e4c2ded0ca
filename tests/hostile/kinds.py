"""The smallest ledger kind, with a place for a pattern."""

KIND = """name: 试台账
fields:
- {name: 编号, type: string, constraints: {pattern: 'PATTERN'}}
- {name: 姓名, type: string}
- {name: 性别, type: string}
- {name: 住址, type: string}
primaryKey: [编号]
"""
