const MB = 1024 * 1024;

/**
 * How the embedded cluster runs: nothing acknowledged is ever lost (fsync, synchronous commit, full pages), the rest is sized for
 * the machine. Errors are logged without statements and details, because those carry message content.
 */
export function settingsFor(memoryBytes: number): Record<string, string> {
  const memoryMb = Math.floor(memoryBytes / MB);
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${clamp(Math.floor(memoryMb / 8), 128, 1024)}MB`,
    effective_cache_size: `${clamp(Math.floor(memoryMb / 2), 512, 16_384)}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: '0.05',
    // A day's parts grow from nothing: at the usual 0.1 they were sampled anew every few seconds under load.
    autovacuum_analyze_scale_factor: '0.25',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
