import { Component, type ReactNode } from 'react';
import { Button } from './ui/Button';
import { EmptyState } from './ui/EmptyState';

interface ErrorBoundaryProps {
  /** What is inside, in words: "Report tab". */
  place: string;
  children: ReactNode;
}

/** Keeps a fault of one part from taking the window down. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <EmptyState
        icon="warn"
        title={`The ${this.props.place} stopped on a fault of the app`}
        actions={
          <>
            <Button onClick={() => this.setState({ error: null })}>Show it again</Button>
            <Button look="quiet" onClick={() => window.location.reload()}>
              Reload the page
            </Button>
          </>
        }
      >
        Your work is safe: it is with the backend. The fault says: {error.message}
      </EmptyState>
    );
  }
}
