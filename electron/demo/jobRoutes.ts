import { type DemoReply, type DemoRequest, json } from './http';
import { allJobs, JOB_STATUSES, type Job, jobById } from './jobs';
import { isCanonicalUuid } from './promptRoute';
import { lenientBody, type RouteRow, type RouteState } from './routeState';

/** `/api/jobs`: one place that tells pending, running, done, cancelled and unknown apart. */
export function jobRoutes(state: RouteState): RouteRow[] {
  return [
    ['/api/jobs', { GET: (request) => list(request, state) }],
    [
      '/api/jobs/cancel',
      {
        POST: async (request) => {
          const { job_ids: ids } = await lenientBody(request);
          if (!Array.isArray(ids) || ids.length === 0) {
            return json({ error: 'job_ids must be a non-empty list' }, 400);
          }
          const invalid = ids.filter((id) => !isCanonicalUuid(id));
          if (invalid.length > 0)
            return json({ error: 'job_ids contains invalid id(s)', invalid_ids: invalid }, 400);
          const cancelled = ids.map((id) => cancel(String(id), state));
          return json({ cancelled: cancelled.some(Boolean) });
        },
      },
    ],
    [
      '/api/jobs/*',
      {
        GET: (_request, [id = '']) => {
          const job = jobById(state.queue, id);
          return job === undefined ? json({ error: 'Job not found' }, 404) : json(job.details);
        },
      },
    ],
    ['/api/jobs/*/cancel', { POST: (_request, [id = '']) => json({ cancelled: cancel(id, state) }) }],
  ];
}

function cancel(id: string, state: RouteState): boolean {
  if (state.queue.remove(id)) {
    state.queueChanged();
    return true;
  }
  if (state.queue.running?.promptId !== id) return false;
  state.worker.interrupt();
  return true;
}

function list(request: DemoRequest, state: RouteState): DemoReply {
  const { query } = request;
  const statuses = query.get('status')?.split(',') ?? [...JOB_STATUSES];
  const unknown = statuses.filter((status) => !JOB_STATUSES.some((known) => known === status));
  if (unknown.length > 0) {
    const valid = JOB_STATUSES.join(', ');
    return json({ error: `Invalid status value(s): ${unknown.join(', ')}. Valid values: ${valid}` }, 400);
  }
  const limit = wholeNumber(query.get('limit'));
  const offset = wholeNumber(query.get('offset')) ?? 0;
  if (Number.isNaN(limit) || Number.isNaN(offset))
    return json({ error: 'limit and offset must be whole numbers' }, 400);
  const byDuration = query.get('sort_by') === 'execution_duration';
  const sign = query.get('sort_order') === 'asc' ? 1 : -1;
  const value = (job: Job) => (byDuration ? job.duration : job.createTime);
  const found = allJobs(state.queue)
    .filter((job) => statuses.includes(job.status))
    .sort((a, b) => sign * (value(a) - value(b)));
  const end = limit === null ? found.length : offset + limit;
  return json({
    jobs: found.slice(offset, end).map((job) => job.summary),
    pagination: { offset, limit, total: found.length, has_more: end < found.length },
  });
}

/** null when absent, NaN when it is no whole number. */
function wholeNumber(value: string | null): number | null {
  if (value === null) return null;
  return /^\d+$/.test(value) ? Number(value) : Number.NaN;
}
