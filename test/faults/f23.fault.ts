import { fault } from './harness/fault.ts';

fault('F23', 'an AMQP broker restarts, a consumer is killed, a confirm is lost', async (scene) => {
  scene.skip('there is no AMQP trigger yet, whose consumer could be killed; a lost confirm is a test of the connector');
});
