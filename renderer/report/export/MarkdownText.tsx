import { useMemo } from 'react';
import { flaggedParts } from './flaggedParts';
import { type Block, markdownBlocks, type Span } from './markdownBlocks';

/** A text in Markdown, set to be read. Nothing in it can be more than text. */
export function MarkdownText({ text }: { text: string }) {
  const blocks = useMemo(() => numbered(markdownBlocks(text)), [text]);
  return (
    <div className="written__text">
      {blocks.map(({ key, item }) => (
        <BlockView key={key} block={item} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // The dialog's own title is the second level.
      const Heading = `h${block.level + 2}` as 'h3' | 'h4' | 'h5';
      return (
        <Heading>
          <Spans spans={block.spans} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Spans spans={block.spans} />
        </blockquote>
      );
    case 'list': {
      const List = block.isNumbered ? 'ol' : 'ul';
      return (
        <List>
          {numbered(block.items).map(({ key, item }) => (
            <li key={key}>
              <Spans spans={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    case 'table':
      return <TableView block={block} />;
  }
}

function TableView({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  const sideOf = (column: number) => (block.isRight[column] === true ? undefined : 'l');
  return (
    <div className="written__table">
      <table className="table">
        <thead>
          <tr>
            {numbered(block.head).map(({ key, item, place }) => (
              <th key={key} scope="col" className={sideOf(place)}>
                <Spans spans={item} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(block.rows).map(({ key, item: row }) => (
            <tr key={key}>
              {numbered(row).map(({ key: cell, item, place }) => (
                <td key={cell} className={sideOf(place)}>
                  <Spans spans={item} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return numbered(spans).map(({ key, item: { text, look } }) => {
    if (look === 'strong')
      return (
        <strong key={key}>
          <Marked text={text} />
        </strong>
      );
    if (look === 'em')
      return (
        <em key={key}>
          <Marked text={text} />
        </em>
      );
    if (look === 'code') return <code key={key}>{text}</code>;
    return <Marked key={key} text={text} />;
  });
}

/** A text in which numbers that are not among the figures stand out, as the report marks them. */
function Marked({ text }: { text: string }) {
  return numbered(flaggedParts(text)).map(({ key, item, place }) =>
    place % 2 === 1 ? (
      <mark key={key} className="written__flag">
        {item}
      </mark>
    ) : (
      item
    ),
  );
}

/** Each with its place as its key: a text is shown as a whole, and nothing in it ever moves. */
function numbered<T>(items: readonly T[]): { key: string; item: T; place: number }[] {
  return items.map((item, place) => ({ key: String(place), item, place }));
}
