import { describe, expect, it } from 'vitest';
import { type BfclFunction, type FunctionCallFault, scoreFunctionCalls, toFunctionTools } from '../src/index.ts';

const weather: BfclFunction = {
  name: 'weather.get',
  description: 'The weather of a place.',
  parameters: {
    type: 'dict',
    properties: {
      place: { type: 'string' },
      days: { type: 'integer', default: 1 },
      wind: { type: 'float' },
      units: { type: 'array', items: { type: 'string' }, optional: true },
      at: { type: 'tuple', items: { type: 'float' } },
      filter: { type: 'dict', properties: { above: { type: 'integer' }, kind: { type: 'string' } } },
      steps: { type: 'array', items: { type: 'dict', properties: { hour: { type: 'integer' } } } },
      raw: { type: 'boolean' },
      note: { type: 'any' },
    },
    required: ['place'],
  },
};
const accepted = {
  place: ['New York, NY', 'NYC'],
  days: ['', 5],
  wind: ['', 2.5, 3],
  units: ['', ['metric', 'Knots']],
  at: ['', [40.7, -74]],
  filter: ['', { above: [10, 12], kind: ['snow', ''] }],
  steps: ['', [{ hour: [6] }, { hour: [18] }]],
  raw: ['', true],
  note: [''],
};
const oneCall = { functions: [weather], groundTruth: [{ 'weather.get': accepted }] };

function faultOf(given: unknown, name = 'weather.get'): FunctionCallFault | undefined {
  const verdict = scoreFunctionCalls(oneCall, [{ name, arguments: given }]);
  return verdict.correct ? undefined : verdict.reason;
}

describe('one call', () => {
  it.each([
    ['the required parameter alone', { place: 'New York, NY' }],
    ['text in another spelling', { place: 'new york n.y' }],
    ['an integer where a float is described', { place: 'NYC', wind: 3 }],
    ['every parameter', { place: 'nyc', days: 5, wind: 2.5, at: [40.7, -74], raw: true }],
    ['a list of texts in another spelling', { place: 'NYC', units: ['Metric', 'knots'] }],
    ['an empty list for an optional one', { place: 'NYC', units: [] }],
    ['a dictionary without its optional key', { place: 'NYC', filter: { above: 12 } }],
    ['a list of dictionaries in order', { place: 'NYC', steps: [{ hour: 6 }, { hour: 18 }] }],
  ])('is right with %s', (_, given) => {
    expect(faultOf(given)).toBeUndefined();
  });

  it.each<[FunctionCallFault, unknown]>([
    ['missing_required', { days: 5 }],
    ['unexpected_parameter', { place: 'NYC', colour: 'red' }],
    ['wrong_string', { place: 'Boston' }],
    ['wrong_type', { place: 7 }],
    ['wrong_type', { place: 'NYC', days: '5' }],
    ['wrong_type', { place: 'NYC', days: true }],
    ['wrong_type', { place: 'NYC', days: 5.5 }],
    ['wrong_type', { place: null }],
    ['wrong_type', { place: 'NYC', filter: [10] }],
    ['wrong_value', { place: 'NYC', days: 6 }],
    ['wrong_value', { place: 'NYC', wind: 2 }],
    ['wrong_value', { place: 'NYC', raw: false }],
    ['wrong_list', { place: 'NYC', units: ['knots', 'metric'] }],
    ['wrong_list', { place: 'NYC', units: ['metric'] }],
    ['wrong_list', { place: 'NYC', at: [40.7, 74] }],
    ['wrong_dict_key', { place: 'NYC', filter: { kind: 'snow' } }],
    ['wrong_dict_key', { place: 'NYC', filter: { above: 10, below: 5 } }],
    ['wrong_dict_value', { place: 'NYC', filter: { above: 11 } }],
    ['wrong_dict_count', { place: 'NYC', steps: [{ hour: 6 }] }],
    ['wrong_dict_value', { place: 'NYC', steps: [{ hour: 18 }, { hour: 6 }] }],
    ['arguments_not_object', 'place=NYC'],
  ])('is wrong: %s', (reason, given) => {
    expect(faultOf(given)).toBe(reason);
  });

  it('may name the function with _ for a dot, and no other', () => {
    expect(faultOf({ place: 'NYC' }, 'weather_get')).toBeUndefined();
    expect(faultOf({ place: 'NYC' }, 'weather')).toBe('wrong_function');
  });

  it('must give a parameter that is not marked as one to leave out', () => {
    const strict = { functions: [weather], groundTruth: [{ 'weather.get': { place: ['NYC'], days: [5] } }] };
    const verdict = scoreFunctionCalls(strict, [{ name: 'weather.get', arguments: { place: 'NYC' } }]);
    expect(verdict).toEqual({ correct: false, reason: 'missing_expected', detail: 'days' });
  });

  it('checks the items of a list by type', () => {
    const lists = {
      functions: [{ name: 'f', parameters: { properties: { x: { type: 'array', items: { type: 'integer' } } } } }],
      groundTruth: [{ f: { x: [[1, 2]] } }],
    };
    expect(scoreFunctionCalls(lists, [{ name: 'f', arguments: { x: [1, 2] } }])).toEqual({ correct: true });
    expect(scoreFunctionCalls(lists, [{ name: 'f', arguments: { x: ['1', '2'] } }])).toMatchObject({
      reason: 'wrong_nested_type',
    });
  });

  it('compares the name of a variable as it is', () => {
    const variable = {
      functions: [{ name: 'f', parameters: { properties: { data: { type: 'array', items: { type: 'integer' } } } } }],
      groundTruth: [{ f: { data: ['my_data'] } }],
    };
    expect(scoreFunctionCalls(variable, [{ name: 'f', arguments: { data: 'my_data' } }])).toEqual({ correct: true });
    expect(scoreFunctionCalls(variable, [{ name: 'f', arguments: { data: 'mydata' } }])).toMatchObject({
      reason: 'wrong_value',
    });
  });
});

describe('several calls, and none', () => {
  const add: BfclFunction = { name: 'add', parameters: { properties: { a: { type: 'integer' } }, required: ['a'] } };
  const two = { functions: [add], groundTruth: [{ add: { a: [1] } }, { add: { a: [2] } }] };
  const call = (a: number) => ({ name: 'add', arguments: { a } });

  it('may come in any order, each once', () => {
    expect(scoreFunctionCalls(two, [call(2), call(1)])).toEqual({ correct: true });
    expect(scoreFunctionCalls(two, [call(1), call(1)])).toMatchObject({ correct: false, reason: 'no_matching_call' });
    expect(scoreFunctionCalls(two, [call(1)])).toMatchObject({ correct: false, reason: 'wrong_count' });
    expect(scoreFunctionCalls(two, [])).toMatchObject({ correct: false, reason: 'no_call' });
  });

  it('is right without a call exactly when no function fits', () => {
    const irrelevant = { functions: [add], groundTruth: [] };
    expect(scoreFunctionCalls(irrelevant, [])).toEqual({ correct: true });
    expect(scoreFunctionCalls(irrelevant, [call(1)])).toMatchObject({ correct: false, reason: 'unexpected_call' });
  });
});

describe('functions as tools', () => {
  it('have names and types that the protocol allows', () => {
    const { tools, originalNames } = toFunctionTools([weather]);
    expect(originalNames.get('weather_get')).toBe('weather.get');
    expect(tools[0]).toMatchObject({ type: 'function', function: { description: 'The weather of a place.' } });
    expect(tools[0]!.function).toEqual({
      name: 'weather_get',
      description: 'The weather of a place.',
      parameters: {
        type: 'object',
        properties: {
          place: { type: 'string' },
          days: { type: 'integer', default: 1 },
          wind: { type: 'number' },
          units: { type: 'array', items: { type: 'string' } },
          at: { type: 'array', items: { type: 'number' } },
          filter: { type: 'object', properties: { above: { type: 'integer' }, kind: { type: 'string' } } },
          steps: { type: 'array', items: { type: 'object', properties: { hour: { type: 'integer' } } } },
          raw: { type: 'boolean' },
          note: {},
        },
        required: ['place'],
      },
    });
  });

  it('are refused when names or types have no equal', () => {
    const named = (name: string, type = 'dict') => ({ name, parameters: { type } });
    expect(() => toFunctionTools([named('a.b'), named('a_b')])).toThrow(/not distinct/);
    expect(() => toFunctionTools([named('a', 'HashMap')])).toThrow(/unknown type "HashMap"/);
  });
});
