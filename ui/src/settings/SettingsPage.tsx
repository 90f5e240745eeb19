// What is set for this tenant as a whole: for now its own registrations at vendors.
import { Title } from '@mantine/core'
import { PageHead } from '../shell/PageHead'
import page from '../shell/page.module.css'
import { OauthClients } from './OauthClients'

export function SettingsPage() {
  return (
    <div className={page.page}>
      <PageHead title="Settings" lead="What holds for this tenant as a whole." />
      <section aria-labelledby="oauth-clients">
        <Title order={2} id="oauth-clients" mb={12}>
          OAuth clients
        </Title>
        <OauthClients />
      </section>
    </div>
  )
}
