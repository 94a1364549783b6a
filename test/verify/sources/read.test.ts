import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GO, JAVASCRIPT, masked, PYTHON, RUST } from '../../../src/verify/sources/mask.ts';
import { isSnapshot, namedAsTest, readerFor } from '../../../src/verify/sources/read.ts';

const read = (path: string, text: string): string[] =>
  readerFor(path)!(text).map(
    ({ line, name, skipped, only, empty, assertions: { count, weak } }) =>
      `${line} ${name}${{ always: ' skipped', sometimes: ' sometimes', never: '' }[skipped]}${only ? ' only' : ''}${empty ? ' empty' : ''} ${count}/${weak}`,
  );

test('JavaScript and TypeScript: suites, marks, options, tables, computed names', () => {
  const text = `
import { test, describe, it } from 'vitest';
// test('in a comment', () => {});
const s = "test('in a string', () => {})";
const r = /test('in a pattern', \\/(/;
test('plain', () => { expect(a).toBe(1); expect(b).toBeTruthy(); });
describe('suite', () => {
  it("it's (quoted", async () => { assert.equal(1, 1); assert.ok(x); });
  it.skip('skipped', () => { expect(1).toBe(1); });
  it.only('only', () => { expect(1).toBe(1); });
});
describe.skip('out', () => { describe('deep', () => { test('within', () => { expect(1).toBe(1); }); }); test('beside', fn); });
xit('x', () => { expect(1); });
fit('f', () => { expect(1); });
test.todo('some day');
test('option', { skip: true }, () => { t.assert.equal(1, 1); });
test('no option', { skip: false, timeout: 5 }, () => { t.equal(1, 1); });
test('itself', (t) => { t.skip('later'); });
test.each([['a', 1], ['b', 2]])('table %s (%d)', (a, b) => { expect(a).toBe(b); });
test.each\`
  a | b
  \${1} | \${2}
\`('tagged $a', ({ a }) => { expect(a).toEqual(b); });
for (const c of cases) test(c.name, () => { expect(c).toMatchSnapshot(); });
test(\`template \${x}\`, function named() {});
test('nothing', async () => { /* expect(1) */ });
const ok = /x/.test(value) && helper.test('y', 1) && test(value);
test.skipIf(process.env.CI)('now and then', () => { expect(1).toBe(1); });
test.fails('known', () => { expect(1).toBe(2); });
test('slow', { skip: !process.env.SLOW }, run);
test('here', (t) => { if (!here) return t.skip(); run(); });
`;
  expect(read('a.test.ts', text)).toEqual([
    '6 plain 2/1',
    "8 it's (quoted 2/1",
    '9 skipped skipped 1/0',
    '10 only only 1/0',
    '12 within skipped 1/0',
    '12 beside skipped 0/0',
    '13 x skipped 1/0',
    '14 f only 1/0',
    '15 some day skipped empty 0/0',
    '16 option skipped 1/0',
    '17 no option 1/0',
    '18 itself skipped 0/0',
    '19 table %s (%d) 1/0',
    '20 tagged $a 1/0',
    '24 c.name 1/0',
    `25 template \${x} empty 0/0`,
    '26 nothing empty 0/0',
    '28 now and then sometimes 1/0',
    '29 known skipped 1/0',
    '30 slow sometimes 0/0',
    '31 here sometimes 0/0',
  ]);
});

test('Python: classes, decorators, skips, asserts', () => {
  const text = `
import pytest

def helper():
    assert True

def test_plain():
    """def test_in_a_string(): pass"""
    assert parse("1s") == 1000  # assert in a comment
    assert parse("1s")

class TestParse(unittest.TestCase):
    @pytest.mark.parametrize(
        "text",
        ["1s"],
    )
    def test_table(self, text):
        self.assertEqual(parse(text), 1000)
        self.assertTrue(parse(text))

    @unittest.skip("later")
    def test_later(self):
        self.assertEqual(1, 1)

    def test_itself(self):
        self.skipTest("now")

@pytest.mark.skip
class TestOut:
    async def test_within(
        self,
        broken,
    ):
        with pytest.raises(ValueError):
            parse("")

@pytest.mark.xfail
def test_some_day(): assert 1 == 2

@pytest.mark.skipif(sys.platform == "win32", reason="no")
def test_elsewhere(): assert 1 == 1

def test_nothing():
    pass
`;
  expect(read('test_a.py', text)).toEqual([
    '7 test_plain 2/1',
    '17 TestParse > test_table 2/1',
    '22 TestParse > test_later skipped 1/0',
    '25 TestParse > test_itself skipped 0/0',
    '30 TestOut > test_within 1/0'.replace(' 1/0', ' skipped 1/0'),
    '38 test_some_day skipped 1/0',
    '41 test_elsewhere sometimes 1/0',
    '43 test_nothing empty 0/0',
  ]);
});

test('Go: functions and what they run by name', () => {
  const text = `package x
func TestPlain(t *testing.T) {
	// t.Skip("no")
	if got := Parse("t.Skip("); got != '{' { t.Errorf("got %v", got) }
	assert.NotNil(t, got)
	t.Run("half", func(t *testing.T) { t.Skip("later") })
	for _, c := range cases { t.Run(c.name, func(t *testing.T) { require.Equal(t, 1, c.n) }) }
}
func TestLater(t *testing.T) { t.SkipNow() }
func helper(t *testing.T) { t.Fatal("no") }
func TestNothing(t *testing.T) {}
func TestShort(t *testing.T) { if testing.Short() { t.Skip() } }
`;
  expect(read('a_test.go', text)).toEqual([
    '2 TestPlain 3/1',
    '6 half skipped 0/0',
    '7 c.name 1/0',
    '9 TestLater skipped 0/0',
    '11 TestNothing empty 0/0',
    '12 TestShort sometimes 0/0',
  ]);
});

test('Rust: attributes, characters, lifetimes, raw strings', () => {
  const text = `
fn helper<'a>(x: &'a str) -> char { '{' }
#[test]
fn plain() { assert_eq!(f(r#"}"}"#), '"'); assert!(x.is_some()); assert!(a == b); }
#[test]
#[ignore = "slow"]
fn later() { assert!(true); }
#[tokio::test(flavor = "multi_thread")]
async fn waits() -> Result<(), ()> { f().await?; Ok(()) }
#[test]
#[should_panic]
fn panics() { f(); }
// #[test]
// fn gone() {}
#[test]
fn nothing() {}
`;
  expect(read('src/lib.rs', text)).toEqual([
    '4 plain 3/1',
    '7 later skipped 1/1',
    '9 waits 0/0',
    '12 panics 1/0',
    '16 nothing empty 0/0',
  ]);
});

test('files of other languages, and what runners wrote', () => {
  expect(
    ['a/ParserTest.java', 'spec/parse_spec.rb', 'tests/test_x.php', 'parse.bats', 'a.t'].filter(namedAsTest),
  ).toHaveLength(4 + 1);
  expect(['test/fixtures/a.json', 'test/helper.rb', 'latest.java'].filter(namedAsTest)).toEqual([]);
  expect(['a.test.ts.snap', 'x/__snapshots__/y.txt', 'a.ambr'].every(isSnapshot)).toBe(true);
  expect(readerFor('a.rb')).toBeUndefined();
});

test('masking changes no length and no line, whatever the text is', () => {
  const piece = fc.constantFrom(
    '"',
    "'",
    '`',
    '/',
    '//',
    '/*',
    '*/',
    '#',
    '\n',
    '\\',
    "'''",
    '"""',
    'r#"',
    '"#',
    '[',
    ']',
    '(',
    'x',
    ' ',
    '${',
    '}',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      for (const lexis of [JAVASCRIPT, PYTHON, GO, RUST]) {
        const code = masked(text, lexis);
        expect(code.length).toBe(text.length);
        expect(code.split('\n').length).toBe(text.split('\n').length);
      }
      for (const path of ['a.ts', 'a.py', 'a.go', 'a.rs']) readerFor(path)!(text);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['a.ts', "test('a', () => { expect(1).toBe(1); });\n"],
  ['a.ts', "describe('a', () => {\n"],
  ['a.ts', '('],
  ['a.ts', 'test.a.b '],
  ['a.py', 'class A:\n  def test_a(self):\n    assert a == 1\n'],
  ['a.py', '@a\n'],
  ['a.go', 'func TestA(t *testing.T) { t.Run("a", func() {\n'],
  ['a.rs', '#[test]\n'],
])('a large file %s of %j is read in time that grows with its length', (path, piece) => {
  const started = performance.now();
  readerFor(path)!(piece.repeat(Math.ceil(1_000_000 / piece.length)));
  expect(performance.now() - started).toBeLessThan(4_000);
});
