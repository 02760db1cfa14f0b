import { Fragment, useState } from 'react';
import { formatWeight } from '../../../core/plan/weights';
import type { MetricReport } from '../../../core/report/report';
import { LinkButton } from '../../ui/Button';
import { InfoDialog } from '../../ui/InfoDialog';
import { ScrollArea } from '../../ui/ScrollArea';
import { Answer } from '../../ui/Status';
import { Table } from '../../ui/Table';
import { ALL_FIGURES } from './allFigures';
import './figuresTable.css';
import { SeriesMark } from '../charts/SeriesMark';
import { filesOf } from '../filesOf';

/** Every figure of every candidate, one click away. */
export function AllFigures({ metric }: { metric: MetricReport }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <LinkButton onClick={() => setOpen(true)}>All figures</LinkButton>
      <InfoDialog
        open={isOpen}
        title={`${metric.metric}: all figures`}
        size="wide"
        onClose={() => setOpen(false)}
      >
        <ScrollArea label={`Table: all figures of ${metric.metric}`} className="figurestable">
          <FiguresTable metric={metric} />
        </ScrollArea>
      </InfoDialog>
    </>
  );
}

/** Figures as rows, candidates as columns by their file. */
export function FiguresTable({ metric }: { metric: MetricReport }) {
  const files = filesOf(metric.candidates);
  const columns = files.flatMap(({ members }) => members);
  return (
    <Table caption={`${metric.metric}: all figures`}>
      <thead>
        {files.length > 1 ? (
          <tr>
            <td />
            {files.map(({ file, name, place, members }) => (
              <th
                key={file}
                scope="colgroup"
                colSpan={members.length}
                title={file}
                className="figurestable__file"
              >
                <span className="cut">
                  <SeriesMark place={place} /> {name}
                </span>
              </th>
            ))}
          </tr>
        ) : null}
        <tr>
          <th scope="col">Weight</th>
          {columns.map(({ own, at }) => (
            <th key={at} scope="col">
              {formatWeight(own.weight)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ALL_FIGURES.map(({ title, lines }) => (
          <Fragment key={title}>
            <tr className="figurestable__group">
              <th scope="rowgroup" colSpan={1 + columns.length}>
                <span>{title}</span>
              </th>
            </tr>
            {title === 'Test' ? (
              <tr>
                <th scope="row">Answer</th>
                {columns.map(({ own, at }) => (
                  <td key={at}>
                    <Answer answer={own.answer} />
                  </td>
                ))}
              </tr>
            ) : null}
            {lines.map(({ name, text }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map(({ own, at }) => (
                  <td key={at}>{text(own)}</td>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}
