import { startDemo } from './startDemo';

const started = await startDemo(process.argv.slice(2), {
  line: (text) => console.log(text),
  fault: (text) => console.error(text),
});
if ('exitCode' in started) {
  process.exitCode = started.exitCode;
} else {
  const stop = () => {
    void started.dispose().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
