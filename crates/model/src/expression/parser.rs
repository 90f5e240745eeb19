//! From the text between `{{` and `}}` to an expression. Refuses nesting deep enough to threaten the stack.

use serde_json::Value;

use super::{Dialect, Expression, ParseError, Path, Segment, cursor::Cursor, functions};

/// Brackets, braces and calls inside one another. No author comes near it; a stack holds it many times over.
const MAX_DEPTH: usize = 64;
/// Alternatives joined by `??` in one place.
const MAX_ALTERNATIVES: usize = 64;

pub(super) const UNCLOSED: &str = "this `{{` is never closed by `}}`";

/// Reads `{{ expression }}`; the cursor stands at the first brace.
pub(super) fn braced(cursor: &mut Cursor<'_>, dialect: Dialect) -> Result<Expression, ParseError> {
    let opening = cursor.position();
    cursor.eat("{{");
    let mut parser = Parser { cursor, dialect, opening, depth: 0 };
    let expression = parser.expression()?;
    parser.close(expression)
}

struct Parser<'c, 't> {
    cursor: &'c mut Cursor<'t>,
    dialect: Dialect,
    opening: usize,
    depth: usize,
}

impl Parser<'_, '_> {
    fn close(&mut self, expression: Expression) -> Result<Expression, ParseError> {
        if self.cursor.eat("}}") { Ok(expression) } else { Err(self.unexpected("`}}`, `??` or `.`")) }
    }

    fn expression(&mut self) -> Result<Expression, ParseError> {
        let first = self.operand()?;
        if !self.cursor.eat("??") {
            return Ok(first);
        }
        let mut alternatives = vec![first];
        loop {
            if alternatives.len() == MAX_ALTERNATIVES {
                return Err(self.cursor.error(format!("more than {MAX_ALTERNATIVES} alternatives joined by `??`")));
            }
            alternatives.push(self.operand()?);
            if !self.cursor.eat("??") {
                return Ok(Expression::Fallback(alternatives));
            }
        }
    }

    fn operand(&mut self) -> Result<Expression, ParseError> {
        let start = self.cursor.peek();
        match start {
            Some('\'' | '"') => Ok(Expression::Literal(Value::String(self.cursor.string()?))),
            Some('[') => self.nested(Self::array),
            Some('{') => self.nested(Self::object),
            Some(c) if c.is_ascii_digit() || c == '-' => Ok(Expression::Literal(self.cursor.number()?)),
            Some(c) if c.is_alphabetic() || matches!(c, '_' | '$') => self.named(),
            Some('}') => Err(self.cursor.error("an expression is missing here")),
            _ => Err(self.unexpected("a name, a string, a number, `[` or `{`")),
        }
    }

    /// Counts one level of nesting around `read`.
    fn nested(&mut self, read: fn(&mut Self) -> Result<Expression, ParseError>) -> Result<Expression, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.cursor.error(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        let expression = read(self);
        self.depth -= 1;
        expression
    }

    fn array(&mut self) -> Result<Expression, ParseError> {
        self.cursor.eat("[");
        let items = self.list("]")?;
        self.member_of(Expression::Array(items))
    }

    /// Expressions between commas; one comma may trail.
    fn list(&mut self, end: &str) -> Result<Vec<Expression>, ParseError> {
        let mut items = Vec::new();
        while !self.cursor.eat(end) {
            items.push(self.expression()?);
            self.separator(end)?;
        }
        Ok(items)
    }

    fn separator(&mut self, end: &str) -> Result<(), ParseError> {
        self.cursor.skip_space();
        if self.cursor.rest().starts_with(end) || self.cursor.eat(",") {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`,` or `{end}`")))
        }
    }

    fn object(&mut self) -> Result<Expression, ParseError> {
        self.cursor.eat("{");
        let mut members = Vec::new();
        while !self.cursor.eat("}") {
            let key = self.key()?;
            if !self.cursor.eat(":") {
                return Err(self.unexpected("`:`"));
            }
            members.push((key, self.expression()?));
            self.separator("}")?;
        }
        self.member_of(Expression::Object(members))
    }

    fn key(&mut self) -> Result<String, ParseError> {
        match self.cursor.peek() {
            Some('\'' | '"') => self.cursor.string(),
            _ => self.segment_name("a key"),
        }
    }

    fn segment_name(&mut self, wanted: &str) -> Result<String, ParseError> {
        match self.cursor.name() {
            "" => Err(self.unexpected(wanted)),
            name => Ok(name.to_owned()),
        }
    }

    /// A keyword, a path or a call: only what follows the name tells.
    fn named(&mut self) -> Result<Expression, ParseError> {
        let start = self.cursor.position();
        let mut segments = vec![Segment::Name(self.cursor.name().to_owned())];
        segments.extend(self.segments()?);
        if self.cursor.eat("(") {
            return self.call(start, &Path { segments });
        }
        let path = Path { segments };
        if path.segments.len() == 1
            && let Some(constant) = keyword(path.root())
        {
            return Ok(constant);
        }
        functions::refuse_uncalled(&path, self.dialect).map_err(|message| self.cursor.error_at(start, message))?;
        Ok(Expression::Path(path))
    }

    fn call(&mut self, start: usize, path: &Path) -> Result<Expression, ParseError> {
        let found = functions::find(path, self.dialect);
        let function = found.map_err(|message| self.cursor.error_at(start, message))?;
        if self.depth == MAX_DEPTH {
            return Err(self.cursor.error(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        let arguments = self.list(")");
        self.depth -= 1;
        self.member_of(Expression::Call { function, arguments: arguments? })
    }

    fn member_of(&mut self, of: Expression) -> Result<Expression, ParseError> {
        let segments = self.segments()?;
        Ok(if segments.is_empty() { of } else { Expression::Member { of: Box::new(of), segments } })
    }

    fn segments(&mut self) -> Result<Vec<Segment>, ParseError> {
        let mut segments = Vec::new();
        loop {
            if self.cursor.eat(".") {
                segments.push(Segment::Name(self.segment_name("a name")?));
            } else if self.cursor.eat("[") {
                segments.push(self.bracketed()?);
            } else {
                return Ok(segments);
            }
        }
    }

    fn bracketed(&mut self) -> Result<Segment, ParseError> {
        let segment = match self.cursor.peek() {
            Some('\'' | '"') => Segment::Name(self.cursor.string()?),
            Some(c) if c.is_ascii_digit() => self.index()?,
            _ => return Err(self.unexpected("a quoted name or an index")),
        };
        if self.cursor.eat("]") { Ok(segment) } else { Err(self.unexpected("`]`")) }
    }

    fn index(&mut self) -> Result<Segment, ParseError> {
        let start = self.cursor.position();
        let digits = self.cursor.digits();
        let index = digits.parse().map_err(|_| self.cursor.error_at(start, "this index is too large"))?;
        Ok(Segment::Index(index))
    }

    fn unexpected(&mut self, wanted: &str) -> ParseError {
        match self.cursor.peek() {
            Some(found) => self.cursor.error(format!("found `{found}` where {wanted} should be")),
            // Whatever else was missing at the very end, the author's mistake is the unclosed beginning.
            None => self.cursor.error_at(self.opening, UNCLOSED),
        }
    }
}

fn keyword(name: &str) -> Option<Expression> {
    let constant = match name {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        "undefined" => return Some(Expression::Undefined),
        _ => return None,
    };
    Some(Expression::Literal(constant))
}
